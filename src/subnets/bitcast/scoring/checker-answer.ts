// What the language model said about a brief. Section e2.

/** Times a model is asked; one YES suffices. */
export const VOTES = 3;
/** Characters of a transcript that the model gets. */
export const MAX_TRANSCRIPT = 250_000;
/** Reason where the answer has no summary. */
export const NO_SUMMARY = 'Unable to parse response';

const VERDICT = /## Verdict\s*\n\s*(YES|NO)/i;
const SUMMARY = /## Summary\s*\n\s*([\s\S]*?)(?:\n##|\n```|$)/i;

export interface CheckerAnswer {
  readonly meetsBrief: boolean;
  readonly reason: string;
}

/**
 * Reads the answer format: a line `## Verdict`, then a text that begins with YES or NO; the reason
 * stands under `## Summary`, up to the next heading or code fence. Anything else is a NO.
 */
export function parseAnswer(text: string): CheckerAnswer {
  const verdict = VERDICT.exec(text)?.[1];
  const summary = SUMMARY.exec(text)?.[1];
  return {
    meetsBrief: verdict?.toUpperCase() === 'YES',
    reason: summary === undefined ? NO_SUMMARY : summary.trim(),
  };
}

/** Whether one of the first three answers is a YES. */
export function passesVotes(answers: readonly CheckerAnswer[]): boolean {
  return answers.slice(0, VOTES).some(({ meetsBrief }) => meetsBrief);
}
