import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import { aggregateScores, boltzScore } from '../scoring/boltz-score.ts';

const MAX_ITEMS = 200;
const MAX_TARGETS = 20;
const MAX_ATOMS = 1000;
const MAX_AFFINITY = 100;
/** Sizes of the changes that are tried. */
const TRIED = { atoms: 1, value: 0.1, probability: 0.05 } as const;

const Affinity = v.object({
  probability: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  value: v.pipe(v.number(), v.minValue(-MAX_AFFINITY), v.maxValue(MAX_AFFINITY)),
});
const Item = v.object({
  heavy_atoms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_ATOMS)),
  targets: v.pipe(v.array(v.nullable(Affinity)), v.minLength(1), v.maxLength(MAX_TARGETS)),
});
type Item = v.InferOutput<typeof Item>;

const Input = v.object({
  molecules: v.pipe(v.array(Item), v.minLength(1), v.maxLength(MAX_ITEMS)),
});

/** From Boltz-2's numbers to an entry's score. @throws AppError `input.malformed` */
export function judgeAffinity(value: unknown): Judgement {
  const { molecules } = parseAs(Input, value, 'input.malformed');
  const { combined, final } = scoreOf(molecules);
  const isKnown = Number.isFinite(final);
  return {
    score: {
      name: m.judge_nova_affinity_score(),
      value: isKnown ? final : null,
      label: 'exact',
      rule: m.judge_nova_affinity_sum({ count: molecules.length }),
      ...(isKnown ? {} : { note: m.judge_nova_no_score() }),
    },
    findings: molecules.map((item, index): Finding => ({
      name: m.judge_nova_molecule_number({ number: index + 1 }),
      value: combined[index] ?? null,
      state: Number.isFinite(combined[index]) ? 'pass' : 'fail',
      rule: m.judge_nova_mean_targets({ count: item.targets.length }),
      children: item.targets.map((target, place) => targetFinding(item, target, place)),
    })),
    improvements: isKnown ? better(molecules, final) : [],
  };
}

/** Items have different numbers of targets where one was forgotten: a missing one counts −∞. */
function scoreOf(items: readonly Item[]) {
  const most = Math.max(...items.map(({ targets }) => targets.length));
  const targets = Array.from({ length: most }, (_, target) =>
    items.map((item) => {
      const affinity = item.targets[target];
      return affinity ? boltzScore(affinity, item.heavy_atoms) : null;
    }),
  );
  return aggregateScores(targets, items.length);
}

function targetFinding(item: Item, target: Item['targets'][number], place: number): Finding {
  const name = m.judge_nova_target_number({ number: place + 1 });
  if (!target) return { name, value: null, state: 'fail', note: m.judge_nova_missing() };
  const score = boltzScore(target, item.heavy_atoms);
  return {
    name,
    value: score,
    rule: `(${target.probability} − (${target.value})) / ${item.heavy_atoms}`,
    ...(score === 0 ? ({ state: 'fail', note: m.judge_nova_zero() } as const) : {}),
  };
}

/** The same change of each molecule, and the one where it brings most. */
function better(items: readonly Item[], now: number): Improvement[] {
  const changes: readonly [(values: { number: number }) => string, (item: Item) => Item][] = [
    [
      ({ number }) => m.judge_nova_fewer_atoms({ number, count: TRIED.atoms }),
      (item) => ({ ...item, heavy_atoms: Math.max(1, item.heavy_atoms - TRIED.atoms) }),
    ],
    [
      ({ number }) => m.judge_nova_stronger({ number, step: TRIED.value }),
      (item) => mapTargets(item, (one) => ({ ...one, value: one.value - TRIED.value })),
    ],
    [
      ({ number }) => m.judge_nova_surer({ number, step: TRIED.probability }),
      (item) =>
        mapTargets(item, (one) => ({
          ...one,
          probability: Math.min(1, one.probability + TRIED.probability),
        })),
    ],
  ];
  return changes
    .flatMap(([text, change]) => {
      const gains = items.map((item, index) => {
        const gain = scoreOf(items.with(index, change(item))).final - now;
        return { text: text({ number: index + 1 }), gain };
      });
      return gains.sort((a, b) => b.gain - a.gain).slice(0, 1);
    })
    .filter(({ gain }) => gain > 0 && Number.isFinite(gain));
}

function mapTargets(
  item: Item,
  change: (target: v.InferOutput<typeof Affinity>) => v.InferOutput<typeof Affinity>,
): Item {
  return { ...item, targets: item.targets.map((target) => target && change(target)) };
}
