import { differences } from './compare.ts';
import type { ConformanceAdapter, PairFile, Tolerance } from './contract.ts';

export interface GroupReport {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly implemented: boolean;
  /** Why it is not built, or what to know about its figures. */
  readonly why?: string;
}

export interface SubnetReport {
  readonly name: string;
  readonly groups: readonly GroupReport[];
}

export interface ConformanceReport {
  readonly subnets: readonly SubnetReport[];
  readonly passed: number;
  readonly failed: number;
}

const NOT_BUILT = 'the scorer of this subnet is not built yet';

/**
 * Runs every group of every file through its adapter.
 *
 * @param log receives one line per failed case
 */
export function runConformance(
  files: readonly PairFile[],
  adapters: readonly ConformanceAdapter[],
  log: (line: string) => void,
): ConformanceReport {
  const subnets = files.map((file) => {
    const adapter = adapters.find(({ name }) => name === file.name);
    const parts = groupNames(file, adapter).map((name) => runNamedGroup(file, adapter, name, log));
    return { name: file.name, groups: (adapter?.sections ?? []).reduce(foldSection, parts) };
  });
  const all = subnets.flatMap((subnet) => subnet.groups);
  return {
    subnets,
    passed: all.reduce((sum, group) => sum + group.passed, 0),
    failed: all.reduce((sum, group) => sum + group.failed, 0),
  };
}

/** Groups of a file of pairs, tables left out. */
export function groupNames(file: PairFile, adapter: ConformanceAdapter | undefined): string[] {
  const tables = adapter?.tables ?? [];
  const names = Object.keys(groupsOf(file.content, adapter?.sections ?? []));
  return names.filter((name) => !tables.includes(name));
}

/** Runs one group of a file through the file's adapter. */
export function runNamedGroup(
  file: PairFile,
  adapter: ConformanceAdapter | undefined,
  name: string,
  log: (line: string) => void,
): GroupReport {
  const data = groupsOf(file.content, adapter?.sections ?? [])[name];
  const cases = adapter?.groups[name];
  if (!cases) {
    return { name, passed: 0, failed: 0, implemented: false, why: reasonNot(adapter, name) };
  }
  const run = { path: `${file.name} ${name}`, name, tolerance: adapter.tolerance?.[name] };
  const report = runGroup(run, () => cases(data, file), log);
  const why = adapter.notes?.[name];
  return why === undefined ? report : { ...report, why };
}

/** A section is one group, as its file has it; its parts are counted together and named in `why`. */
function foldSection(reports: GroupReport[], section: string): GroupReport[] {
  const isPart = ({ name }: GroupReport): boolean => name.startsWith(`${section}.`);
  const parts = reports.filter(isPart);
  if (parts.length === 0) return reports;
  const total = (of: 'passed' | 'failed'): number => parts.reduce((sum, part) => sum + part[of], 0);
  const folded: GroupReport = {
    name: section,
    passed: total('passed'),
    failed: total('failed'),
    implemented: parts.every(({ implemented }) => implemented),
    why: parts
      .map(({ name, passed, failed, implemented, why }) => {
        const part = name.slice(section.length + 1);
        if (!implemented) return `${part}: ${why ?? NOT_BUILT}`;
        return `${part} ${passed} of ${passed + failed}${why ? ` (${why})` : ''}`;
      })
      .join('; '),
  };
  return [...reports.filter((report) => !isPart(report)), folded];
}

function reasonNot(adapter: ConformanceAdapter | undefined, group: string): string {
  const reason = adapter?.whyNot;
  return (typeof reason === 'string' ? reason : reason?.[group]) ?? NOT_BUILT;
}

function runGroup(
  {
    path,
    name,
    tolerance,
  }: {
    readonly path: string;
    readonly name: string;
    readonly tolerance: number | Tolerance | undefined;
  },
  cases: () => ReturnType<ConformanceAdapter['groups'][string]>,
  log: (line: string) => void,
): GroupReport {
  let passed = 0;
  let failed = 0;
  try {
    for (const { name: caseName, actual, expected } of cases()) {
      const faults = differences(actual, expected, 'value', tolerance);
      if (faults.length === 0) passed++;
      else {
        failed++;
        log(`${path} / ${caseName}: ${faults.slice(0, 3).join('; ')}`);
      }
    }
  } catch (error) {
    failed++;
    log(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  // A group of no cases proves nothing.
  if (passed + failed === 0) {
    failed++;
    log(`${path}: the file holds no case`);
  }
  return { name, passed, failed, implemented: true };
}

/** Every top-level key but `header`, or every member of `groups`; sections by their parts. */
function groupsOf(content: unknown, sections: readonly string[]): Record<string, unknown> {
  const file = record(content);
  if ('groups' in file) return record(file['groups']);
  const keys = Object.entries(file).filter(([name]) => name !== 'header');
  return Object.fromEntries(
    keys.flatMap(([name, data]) =>
      sections.includes(name)
        ? Object.entries(record(data)).map(([member, part]) => [`${name}.${member}`, part])
        : [[name, data]],
    ),
  );
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('a file of pairs must be a JSON object');
  }
  return { ...value };
}
