import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Judgement, JudgementTable } from '../../judge-page.ts';
import { allPairs, pairMiners, partitionBounds, partitionCount } from '../scoring/butterfly.ts';
import type { Butterfly } from '../scoring/butterfly.ts';
import type { Drawing } from './drawing.ts';

// Who merges which slice of a stage's weights.

/** A stage's pairs and every miner's list are shown whole up to here. */
const MOST_MINERS = 1024;
const MOST_OF_A_STAGE = 128;
const MOST_PARTITIONS = 512;
const MOST_VALUES = 1e12;
/** All pairs of v0.2 grow with the square. */
const MOST_OF_ALL_PAIRS = 32;

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const Input = v.object({
  rule: v.picklist(['today', 'all']),
  miners: whole(1, MOST_MINERS),
  stages: whole(1, MOST_MINERS),
  values: whole(1, MOST_VALUES),
  stage_miners: v.optional(whole(1, MOST_OF_A_STAGE)),
  partitions: v.optional(whole(1, MOST_PARTITIONS)),
});
type Input = v.InferOutput<typeof Input>;

/** Partitions of a stage and who merges each. @throws AppError `input.malformed` */
export function judgePairing(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const stageMiners = input.stage_miners ?? Math.max(1, Math.floor(input.miners / input.stages));
  const names = Array.from({ length: stageMiners }, (_, i) => `${i}`);
  const { pairs, work } = butterfly(input, names);
  const bounds = partitionBounds(input.values, pairs.length);
  const drawing: Drawing = {
    kind: 'pairs',
    miners: names,
    pairs: pairs.map(([a, b]) => [names.indexOf(a), b === null ? null : names.indexOf(b)]),
  };
  return {
    score: {
      name: m.judge_iota_partitions(),
      value: pairs.length,
      format: 'count',
      label: 'exact',
      note: input.rule === 'all' ? m.judge_iota_unshuffled() : m.judge_iota_seeded(),
    },
    findings: pairingFindings(input, names, pairs, bounds),
    improvements: [],
    tables: [partitionTable(pairs, bounds), workTable(names, pairs, work)],
    drawing,
  };
}

function butterfly(input: Input, names: readonly string[]): Butterfly {
  if (input.rule === 'all') {
    if (names.length > MOST_OF_ALL_PAIRS) {
      throw new AppError(
        'input.malformed',
        `stage_miners: ${names.length}, at most ${MOST_OF_ALL_PAIRS} for all pairs`,
      );
    }
    const name = (index: number): string => names[index] ?? '';
    const pairs = allPairs(names.length).map(
      ([a, b]) => [name(a), b === null ? null : name(b)] as const,
    );
    return { pairs, work: new Map() };
  }
  const count = input.partitions ?? partitionCount(input.miners, input.stages);
  if (count === 0) {
    throw new AppError('input.malformed', 'partitions: fewer miners than stages give none');
  }
  if (count > MOST_PARTITIONS || names.length > MOST_OF_A_STAGE) {
    throw new AppError(
      'input.malformed',
      `miners: ${names.length} in a stage with ${count} partitions, ` +
        `at most ${MOST_OF_A_STAGE} and ${MOST_PARTITIONS} are shown`,
    );
  }
  return pairMiners(names, count);
}

const owned = (pairs: Butterfly['pairs'], miner: string): number[] =>
  pairs.flatMap((pair, i) => (pair.includes(miner) ? [i] : []));

function pairingFindings(
  input: Input,
  names: readonly string[],
  pairs: Butterfly['pairs'],
  bounds: readonly (readonly [number, number])[],
): Finding[] {
  const loads = names.map((name) => owned(pairs, name).length);
  const partners = new Set(pairs.map(([a, b]) => [a, b].sort().join('–')));
  const possible = allPairs(names.length).length;
  const [first = [0, 0], last = first] = [bounds[0], bounds.at(-1)];
  const isSupplied = input.rule === 'today' && input.partitions !== undefined;
  return [
    {
      name: m.judge_iota_stage_miners(),
      value: names.length,
      format: 'count',
    },
    {
      name: m.judge_iota_partitions(),
      value: pairs.length,
      format: 'count',
      rule:
        input.rule === 'all'
          ? `${names.length} × ${names.length - 1} / 2`
          : isSupplied
            ? m.judge_iota_supplied()
            : `2 × (${input.miners} div ${input.stages})`,
    },
    {
      name: m.judge_iota_slice(),
      value: first[1] - first[0],
      format: 'count',
      rule: `${input.values} div ${pairs.length}`,
    },
    {
      name: m.judge_iota_last_slice(),
      value: last[1] - last[0],
      format: 'count',
      rule: m.judge_iota_last_slice_rule(),
    },
    { name: m.judge_iota_least_work(), value: Math.min(...loads), format: 'count' },
    { name: m.judge_iota_most_work(), value: Math.max(...loads), format: 'count' },
    {
      name: m.judge_iota_compared(),
      value: partners.size,
      format: 'count',
      state: partners.size === possible ? 'pass' : 'warn',
      rule: m.judge_iota_compared_rule({ possible }),
    },
  ];
}

function partitionTable(
  pairs: Butterfly['pairs'],
  bounds: readonly (readonly [number, number])[],
): JudgementTable {
  return {
    caption: m.judge_iota_partitions(),
    columns: [
      { label: m.judge_iota_partition(), numeric: true },
      { label: m.judge_iota_from(), numeric: true },
      { label: m.judge_iota_before(), numeric: true },
      { label: m.judge_iota_first(), numeric: true },
      { label: m.judge_iota_second(), numeric: true },
    ],
    rows: pairs.map(([a, b], i) => [i, ...(bounds[i] ?? [0, 0]), a, b]),
  };
}

function workTable(
  names: readonly string[],
  pairs: Butterfly['pairs'],
  work: Butterfly['work'],
): JudgementTable {
  return {
    caption: m.judge_iota_work(),
    columns: [
      { label: m.judge_iota_miner(), numeric: true },
      { label: m.judge_iota_count(), numeric: true },
      { label: m.judge_iota_order() },
    ],
    rows: names.map((name) => {
      const own = work.get(name) ?? owned(pairs, name);
      return [name, own.length, own.join(' ')];
    }),
  };
}
