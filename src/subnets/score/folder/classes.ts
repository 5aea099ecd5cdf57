import { FOOTBALL_CLASSES } from '../pipeline/contract.ts';

// Names of classes in other people's labels → the subnet's four.

/** cls_id of each class number of a label file; null for a class that is no football object. */
export type ClassMap = (classNumber: number) => number | null;

const NAMES: Readonly<Record<string, number>> = {
  ball: 0,
  football: 0,
  'sports ball': 0,
  'soccer ball': 0,
  goalkeeper: 1,
  keeper: 1,
  goalie: 1,
  gk: 1,
  player: 2,
  person: 2,
  people: 2,
  pedestrian: 2,
  footballer: 2,
  referee: 3,
  ref: 3,
  official: 3,
  linesman: 3,
  'assistant referee': 3,
};

/** cls_id of a name in any case, singular or plural; null when it is none of ours. */
export function classOfName(name: string): number | null {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[-_\s]+/g, ' ');
  return NAMES[plain] ?? NAMES[plain.replace(/s$/, '')] ?? null;
}

/** Numbers are the subnet's own where no file names them. */
export const OWN_CLASSES: ClassMap = (classNumber) =>
  classNumber >= 0 && classNumber < FOOTBALL_CLASSES.length ? classNumber : null;

export function classMapOf(names: ReadonlyMap<number, string>): ClassMap {
  const ids = new Map([...names].map(([number, name]) => [number, classOfName(name)]));
  return (classNumber) => ids.get(classNumber) ?? null;
}

/** One name a line, as `classes.txt` has them. */
export function parseClassesTxt(text: string): Map<number, string> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return new Map([...lines.entries()].filter(([, name]) => name !== ''));
}

/** The `names` of a YOLO `data.yaml`: a list in either style or a map from numbers. */
export function parseDataYaml(text: string): Map<number, string> {
  const names = new Map<number, string>();
  const flow = /^names\s*:\s*\[([^\]]*)\]/m.exec(text);
  if (flow) {
    for (const [index, name] of (flow[1] ?? '').split(',').entries())
      names.set(index, unquote(name));
    return names;
  }
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^names\s*:\s*(#.*)?$/.test(line));
  if (start === -1) return names;
  for (const line of lines.slice(start + 1)) {
    const item = /^\s*-\s+(.+)$/.exec(line);
    const pair = /^\s+(\d+)\s*:\s*(.+)$/.exec(line);
    if (item) names.set(names.size, unquote(item[1] ?? ''));
    else if (pair) names.set(Number(pair[1]), unquote(pair[2] ?? ''));
    else if (line.trim() !== '') break;
  }
  return names;
}

function unquote(text: string): string {
  return text.trim().replaceAll(/^['"]|['"]$/g, '');
}
