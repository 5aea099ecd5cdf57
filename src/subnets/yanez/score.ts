import type { ScoreLabel } from '../../protocol/primitives.ts';
import type { ScoreComponent } from '../../protocol/verdict.ts';
import { afterCheating, detectCheating } from './scoring/cheating.ts';
import { scoreIdentity } from './scoring/identity.ts';
import { blendRanks } from './scoring/rank.ts';
import { answerOf } from './task.ts';
import type { CheatPenalties } from './scoring/cheating.ts';
import type { IdentityScore } from './scoring/identity.ts';
import type { PartWeights } from './scoring/name.ts';
import type { ToAscii } from './scoring/normalise.ts';
import type { WeightSource } from './scoring/similarity.ts';
import type { YanezInput, YanezResult } from './task.ts';

// One round of the retired identity task: every answer by itself, then against the others, then
// ranked (sections 7 and 5.3). The live task is graded by a closed service; what is public of it is
// in `scoring/rank.ts` and `scoring/reputation.ts`.

/** How sure each number is to be what the network computed. */
export const COMPONENT_LABELS = {
  quality: 'exact',
  dates: 'exact',
  // The geocoder's answers come from outside: what is made of them is exact.
  address: 'exact',
  completeness: 'from the specification',
  cheating: 'exact',
  rank: 'exact',
} as const satisfies Readonly<Record<string, ScoreLabel>>;

export interface RoundPorts {
  /** Weights of the phonetic codes by first text: random per validator process in the network. */
  readonly weights: WeightSource;
  /** Weights of first and last token, random like these. */
  readonly partWeights: (name: string) => PartWeights;
  readonly toAscii: ToAscii;
  /** Latin form of a name in another script; null for a name in Latin letters. */
  readonly latinForm: (name: string) => string | null;
}

export interface MinerAnswer {
  readonly result: YanezResult;
  /** 0..1, from `checkAddresses` and the geocoder. */
  readonly addressScore: number;
}

export interface ScoredAnswer {
  /** Blend of rank and reward, 0..1. */
  readonly final: number;
  /** After the penalties for cheating. */
  readonly reward: number;
  readonly identity: IdentityScore;
  readonly cheating: CheatPenalties;
  readonly components: readonly ScoreComponent[];
}

/** Scores all answers of one round, in their order. */
export function scoreRound(
  input: YanezInput,
  answers: readonly MinerAnswer[],
  ports: RoundPorts,
): ScoredAnswer[] {
  const seeds = input.identities.map(([name, dob]) => ({
    name,
    dob,
    latinForm: ports.latinForm(name),
  }));
  const read = answers.map(({ result }) => answerOf(result));
  const identities = read.map((answer, i) =>
    scoreIdentity(answer, answers[i]?.addressScore ?? 0, {
      seeds,
      count: input.variationCount,
      phonetic: bandsOf(input.phonetic),
      orthographic: bandsOf(input.orthographic),
      ruleBlock: input.ruleBlock,
      weights: ports.weights,
      partWeights: ports.partWeights,
    }),
  );
  const before = identities.map(({ reward }) => reward);
  const names = seeds.map(({ name }) => name);
  const cheating = detectCheating(read, before, names, ports.toAscii);
  const rewards = cheating.map((penalties, i) => afterCheating(before[i] ?? 0, penalties));
  const finals = blendRanks(rewards, rewards);
  return cheating.map((penalties, i) => {
    const identity = identities[i];
    if (!identity) throw new Error('every answer was scored');
    const values = {
      quality: identity.quality,
      dates: identity.dates,
      address: answers[i]?.addressScore ?? 0,
      completeness: identity.penalties.multiplier,
      cheating: afterCheating(1, penalties),
      rank: finals[i] ?? 0,
    };
    return {
      final: values.rank,
      reward: rewards[i] ?? 0,
      identity,
      cheating: penalties,
      components: Object.entries(COMPONENT_LABELS).map(([name, label]) => ({
        name,
        value: values[name as keyof typeof values], // keys are the same by construction
        weight: 1,
        label,
      })),
    };
  });
}

function bandsOf(bands: YanezInput['phonetic']) {
  const { Light = 0, Medium = 0, Far = 0 } = bands;
  return { Light, Medium, Far };
}
