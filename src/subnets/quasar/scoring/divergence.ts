import { AppError } from '../../../shared/errors.ts';

// How far a student's next-token distribution is from its teacher's (section e-B), nats, float64.
// Source: QUASAR-SUBNET `eval/kl_divergence.py` @ 26b302f3.

/** KL from which a student is refused: the last configuration of the contest. */
export const KL_GATE = 2;
/** Log-probabilities that production kept of the teacher. */
export const TEACHER_TOP = 128;

/**
 * KL(teacher ‖ student) of softmaxed logits, 0..∞. A token that the teacher excludes (−∞) counts
 * nothing; one that the student excludes and the teacher does not is infinitely far.
 *
 * @param teacher shape (V)
 * @param student shape (V)
 * @throws AppError `input.malformed` when lengths differ, are 0, or a logit is NaN or +∞
 */
export function klDivergence(teacher: readonly number[], student: readonly number[]): number {
  if (teacher.length !== student.length) {
    throw new AppError(
      'input.malformed',
      `${teacher.length} logits of the teacher, ${student.length} of the student`,
    );
  }
  const [logP, logQ] = [logSoftmax(teacher), logSoftmax(student)];
  return logP.reduce((sum, p, i) => sum + term(p, logQ[i] ?? NaN), 0);
}

/**
 * The same with what production keeps of a teacher: its likeliest tokens, and all others as one.
 *
 * @param top     log-probabilities of the teacher by token id, nats, at most 0
 * @param student logits, shape (V)
 * @throws AppError `input.malformed` when an id is no token of the student, or a number is none
 *
 * Label: from the specification; no pair.
 */
export function klTop(top: ReadonlyMap<number, number>, student: readonly number[]): number {
  const logQ = logSoftmax(student);
  let [sum, restP, restQ] = [0, 1, 1];
  for (const [id, logP] of top) {
    const q = logQ[id];
    if (q === undefined || !(logP <= 0)) {
      throw new AppError('input.malformed', `token ${id} has no log-probability on both sides`);
    }
    sum += term(logP, q);
    restP -= Math.exp(logP);
    restQ -= Math.exp(q);
  }
  return restP > 0 ? sum + term(Math.log(restP), Math.log(Math.max(0, restQ))) : sum;
}

/** Mean over continuation positions. @throws AppError `input.malformed` without positions */
export function meanKl(positions: readonly number[]): number {
  if (positions.length === 0) throw new AppError('input.malformed', 'no positions to average');
  return positions.reduce((sum, kl) => sum + kl, 0) / positions.length;
}

/** p · (log p − log q), 0 where p is 0. */
function term(logP: number, logQ: number): number {
  return logP === -Infinity ? 0 : Math.exp(logP) * (logP - logQ);
}

function logSoftmax(logits: readonly number[]): number[] {
  const largest = logits.reduce((best, logit) => Math.max(best, logit), -Infinity);
  if (!Number.isFinite(largest)) {
    throw new AppError('input.malformed', `the largest of ${logits.length} logits is ${largest}`);
  }
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  const shift = largest + Math.log(total);
  return logits.map((logit) => logit - shift);
}
