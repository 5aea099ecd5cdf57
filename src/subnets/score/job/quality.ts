import type { JobOutcome } from '../../job.ts';

/** What `quality.json` says, with its definition. */
export interface QualityReport {
  readonly definition: string;
  /** accuracy × reproducibility; null where one of them is unknown. */
  readonly quality: number | null;
  /** Mean agreement over all frames, 0..1; null where no frame has a second opinion. */
  readonly reproducibility: number | null;
  /** Mean F1 on the known answers mixed in, 0..1; null where there were none. */
  readonly accuracy: number | null;
  readonly frames: number;
  readonly framesWithSecondOpinion: number;
  readonly knownAnswers: number;
  readonly devices: number;
  readonly answers: number;
}

const DEFINITION =
  'quality = accuracy × reproducibility, an estimate of the share of boxes that are right. ' +
  'reproducibility: mean over the frames of how well an accepted answer agrees with a second opinion ' +
  '(another device’s answer or the coordinator’s own recompute; mean IoU of boxes, the worse direction); ' +
  'a frame without one counts as the mean of its device’s frames that have one, else as the mean of all. ' +
  'accuracy: mean F1 (IoU 0.3, any class) of the accepted answers on labelled frames that were mixed in ' +
  'unseen. The labelled frames are not from this recording, so accuracy here may differ. ' +
  'null: nothing measured it.';

/** Estimates how good the answers of a job are. */
export function estimateQuality({ items, answers }: JobOutcome): QualityReport {
  const agreements = items.flatMap(({ agreement }) => agreement ?? []);
  const overall = mean(agreements);
  const ofDevice = deviceMeans({ items, answers });
  const owner = new Map<number, number>();
  for (const { device, ordinals } of answers) {
    for (const ordinal of ordinals) if (ordinal !== null) owner.set(ordinal, device);
  }
  const reproducibility =
    overall === null
      ? null
      : mean(
          items.map(
            ({ agreement }, ordinal) =>
              agreement ?? ofDevice.get(owner.get(ordinal) ?? -1) ?? overall,
          ),
        );
  const known = answers.flatMap(({ verdict }) =>
    verdict.checks.flatMap(({ kind, perItem }) => (kind === 'known-answer' ? (perItem ?? []) : [])),
  );
  const accuracy = mean(known);
  return {
    definition: DEFINITION,
    quality: accuracy === null || reproducibility === null ? null : accuracy * reproducibility,
    reproducibility,
    accuracy,
    frames: items.length,
    framesWithSecondOpinion: agreements.length,
    knownAnswers: known.length,
    devices: new Set(answers.map(({ device }) => device)).size,
    answers: answers.length,
  };
}

/** Mean agreement of each device's frames that have a second opinion. */
function deviceMeans({ items, answers }: Pick<JobOutcome, 'items' | 'answers'>) {
  const values = new Map<number, number[]>();
  for (const { device, ordinals } of answers) {
    const own = ordinals.flatMap((ordinal) =>
      ordinal === null ? [] : (items[ordinal]?.agreement ?? []),
    );
    values.set(device, [...(values.get(device) ?? []), ...own]);
  }
  return new Map([...values].map(([device, own]) => [device, mean(own)]));
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
