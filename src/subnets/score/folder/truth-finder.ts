import { fromUtf8 } from '../../../shared/bytes.ts';
import type { FolderFiles } from '../../contract.ts';
import {
  type ClassMap,
  OWN_CLASSES,
  classMapOf,
  classOfName,
  parseClassesTxt,
  parseDataYaml,
} from './classes.ts';
import { clipLabels, parseClipStills, parseClipTruth } from './clip-truth.ts';
import { type FrameLabels, LabelFault } from './labels.ts';
import { inShares, parseMot } from './mot.ts';
import { folderOf, join, stemOf, upwards } from './paths.ts';
import { parseYolo } from './yolo.ts';

// Which label file belongs to a picture. A file that cannot be used is reported once and its
// pictures become work without truth.

export interface TruthFinder {
  /** Labels of a picture; null where nobody labelled it. */
  labelsOf(picture: string): Promise<FrameLabels | null>;
  /** Whether a file's labels were asked for by a picture so far. */
  isUsed(path: string): boolean;
}

/** @param paths every file of the folder */
export function createTruthFinder(files: FolderFiles, paths: ReadonlySet<string>): TruthFinder {
  const cache = new Map<string, Promise<unknown>>();

  /** Reads and parses a file once; null and a reported problem when it is faulty. */
  const parsed = <T>(path: string, parse: (text: string) => T): Promise<T | null> => {
    const known = cache.get(path);
    if (known !== undefined) return known as Promise<T | null>; // a path has one parser
    const reading = (async () => {
      try {
        return parse(fromUtf8(await files.read(path)));
      } catch (error) {
        files.problem(
          path,
          error instanceof LabelFault ? error.message : `unreadable: ${String(error)}`,
        );
        return null;
      }
    })();
    cache.set(path, reading);
    return reading;
  };
  const firstOf = (candidates: readonly string[]): string | null =>
    candidates.find((path) => paths.has(path)) ?? null;

  const classesFor = async (label: string): Promise<ClassMap> => {
    const folders = upwards(folderOf(label));
    const path = firstOf(
      folders.flatMap((folder) =>
        ['classes.txt', 'data.yaml', 'data.yml'].map((name) => join(folder, name)),
      ),
    );
    if (path === null) return OWN_CLASSES;
    const map = await parsed(path, (text) => {
      const names = path.endsWith('.txt') ? parseClassesTxt(text) : parseDataYaml(text);
      if (names.size === 0) throw new LabelFault('no class names in it');
      const others = [...names.values()].filter((name) => classOfName(name) === null);
      if (others.length > 0) {
        files.problem(path, `classes that are left out: ${others.slice(0, 10).join(', ')}`);
      }
      return classMapOf(names);
    });
    return map ?? (() => null);
  };

  const yolo = async (picture: string): Promise<FrameLabels | null> => {
    const path = firstOf(yoloCandidates(picture));
    if (path === null) return null;
    const classes = await classesFor(path);
    const boxes = await parsed(path, (text) => parseYolo(text, classes));
    return boxes && (() => boxes);
  };

  const mot = async (picture: string): Promise<FrameLabels | null> => {
    const path = firstOf(motCandidates(picture));
    if (path === null) return null;
    const frames = await parsed(path, parseMot);
    const boxes = frames?.get(Number(/\d+$/.exec(stemOf(picture))?.[0]));
    return boxes ? (size) => inShares(boxes, size) : null;
  };

  const clip = async (picture: string): Promise<FrameLabels | null> => {
    const folder = folderOf(picture);
    const path = firstOf([`${folder}.truth.json`, join(folder, 'truth.json')]);
    if (path === null) return null;
    const truth = await parsed(path, parseClipTruth);
    if (truth === null) return null;
    const stillsPath = join(folder, 'clip.json');
    const stills = paths.has(stillsPath) ? await parsed(stillsPath, parseClipStills) : null;
    const name = picture.slice(folder.length === 0 ? 0 : folder.length + 1);
    const still = stills?.stills.find(({ file }) => file === name);
    // Without a list of times the stills are taken for all frames of the clip, counted from 1.
    const index = still
      ? Math.round(still.seconds * truth.fps)
      : Number(/\d+$/.exec(stemOf(picture))?.[0]) - 1;
    const boxes = stills && !still ? null : clipLabels(truth, index);
    return boxes && (() => boxes);
  };

  return {
    isUsed: (path) => cache.has(path),
    async labelsOf(picture) {
      return (await yolo(picture)) ?? (await mot(picture)) ?? (await clip(picture));
    },
  };
}

/** `images/a.jpg` → `labels/a.txt` at any depth, a folder `labels` beside or inside, or beside the picture. */
function yoloCandidates(picture: string): string[] {
  const folder = folderOf(picture);
  const name = `${stemOf(picture)}.txt`;
  const parts = folder.split('/');
  const at = parts.lastIndexOf('images');
  const swapped =
    at === -1 ? [] : [[...parts.slice(0, at), 'labels', ...parts.slice(at + 1), name].join('/')];
  return [
    ...swapped,
    join(join(folderOf(folder), 'labels'), name),
    join(join(folder, 'labels'), name),
    join(folder, name),
  ];
}

function motCandidates(picture: string): string[] {
  const folder = folderOf(picture);
  const above = folderOf(folder);
  return [
    join(above, 'gt/gt.txt'),
    join(folder, 'gt/gt.txt'),
    join(above, 'gt.txt'),
    join(folder, 'gt.txt'),
  ];
}
