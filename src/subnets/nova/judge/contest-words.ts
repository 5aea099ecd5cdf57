import { m } from '../../../paraglide/messages.js';
import type { Improvement } from '../../judge-page.ts';
import { METRIC_KINDS, type MetricKind, NANOBODY_METRICS } from '../scoring/metric-ranks.ts';
import { type Contest, type Standing, standingOf } from './standing.ts';

// What would bring a miner to the top of a contest, each tried by ranking everybody again.

const DIGITS = 6;
/** Above the leader by so much, where drawing level is too late. */
const STEP = 1e-4;

export function kindName(kind: MetricKind): string {
  const names = {
    confidence: m.judge_nova_confidence,
    physical: m.judge_nova_physical,
    developability: m.judge_nova_developability,
  };
  return names[kind]();
}

/** The leader's score, or a little more where an earlier commitment would keep the lead. */
export function molecularImprovements(contest: Contest, now: Standing): Improvement[] {
  const { molecules, uid } = contest;
  const own = molecules.find((one) => one.uid === uid);
  const leader = molecules.find((one) => now.ranks.molecule.get(one.uid) === 1);
  if (!own || typeof leader?.score !== 'number' || leader.uid === uid) return [];
  for (const score of [leader.score, leader.score + STEP]) {
    const tried = molecules.map((one) => (one === own ? { ...own, score } : one));
    const gain = standingOf({ ...contest, molecules: tried }).share - now.share;
    if (gain > 0) return [{ text: m.judge_nova_reach({ score: score.toFixed(DIGITS) }), gain }];
  }
  return [];
}

interface Tried {
  readonly name: string;
  readonly best: number;
  readonly gain: number;
  readonly sum: number;
}

/** One metric as good as the best of it: the one that wins, else the one that helps most. */
export function nanobodyImprovements(contest: Contest, now: Standing): Improvement[] {
  const { nanobodies, uid } = contest;
  const index = nanobodies.findIndex((one) => one.uid === uid);
  const own = nanobodies[index];
  if (!own || now.ranks.nanobody.get(uid) === 1) return [];
  const before = now.sums[index]?.sum ?? Infinity;
  const tried = METRIC_KINDS.flatMap((kind) => Object.entries(NANOBODY_METRICS[kind])).flatMap(
    ([name, direction]): Tried[] => {
      const values = nanobodies.flatMap(({ metrics }) => metrics[name] ?? []);
      if (values.length === 0) return [];
      const best = direction === 'max' ? Math.max(...values) : Math.min(...values);
      const changed = { ...own, metrics: { ...own.metrics, [name]: best } };
      const after = standingOf({ ...contest, nanobodies: nanobodies.with(index, changed) });
      const sum = after.sums[index]?.sum ?? Infinity;
      return [{ name, best, gain: after.share - now.share, sum }];
    },
  );
  const [top] = tried
    .filter(({ sum }) => sum < before)
    .sort((a, b) => b.gain - a.gain || a.sum - b.sum);
  if (!top) return [];
  return [
    {
      text: m.judge_nova_metric_best({
        name: top.name,
        best: top.best,
        sum: sumText(top.sum),
        before: sumText(before),
      }),
      gain: top.gain > 0 ? top.gain : null,
    },
  ];
}

function sumText(sum: number): string {
  return Number.isFinite(sum) ? String(sum) : '∞';
}
