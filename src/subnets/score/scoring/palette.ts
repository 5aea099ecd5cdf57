import { mean } from './detection.ts';
import { f1AtThresholds, labelStrictBoxF1 } from './f1.ts';
import { boxMatrix } from './overlap.ts';
import type { DetectionFrame, TrueObject } from './detection.ts';

const OTHER = 'other';

/** Names that the predictions use for the two sides. */
export interface TeamNames {
  readonly team1: string;
  readonly team2: string;
}

/**
 * Pillar `palette`: are players given to the right side?
 *
 * Players only. The two sides are mapped both ways onto the two commonest true shirt colours;
 * any other team, and a colour that does not exist, is "other". Label-strict F1 by boxes, the
 * better mapping of each frame, mean over frames, 0..1. Section e1.
 */
export function palettePillar(frames: readonly DetectionFrame[], names: TeamNames): number {
  const players = frames.map((frame) => ({
    truth: frame.truth.filter(isPlayer),
    predicted: frame.predicted.filter(isPlayer),
  }));
  const [first, second] = commonestColours(players.flatMap((frame) => frame.truth));
  const ways = [
    new Map([
      [names.team1, first],
      [names.team2, second],
    ]),
    new Map([
      [names.team1, second],
      [names.team2, first],
    ]),
  ];
  return mean(
    players.map(({ truth, predicted }) => {
      const overlap = boxMatrix(truth, predicted);
      const trueTeams = truth.map(({ team }) => (team === first || team === second ? team : OTHER));
      const scores = ways.map((way) => {
        const teams = predicted.map(({ team }) => way.get(team ?? '') ?? OTHER);
        const strict = overlap.map((row, g) =>
          row.map((iou, p) => (trueTeams[g] === teams[p] ? iou : 0)),
        );
        return f1AtThresholds(strict, predicted.length);
      });
      return Math.max(...scores);
    }),
  );
}

/** Pillar `role`: mean of the label-strict F1 by boxes and `palette`. Section e1. */
export function rolePillar(frames: readonly DetectionFrame[], names: TeamNames): number {
  return (labelStrictBoxF1(frames) + palettePillar(frames, names)) / 2;
}

/** Commonest colours first ("other" is one); ties by appearance; a missing one is "other". */
function commonestColours(players: readonly TrueObject[]): readonly [string, string] {
  const counts = new Map<string, number>();
  for (const { team } of players) {
    if (team) counts.set(team, (counts.get(team) ?? 0) + 1);
  }
  const ranked = [...counts.entries()].sort((a, b) => b[1] - a[1]).map(([team]) => team);
  return [ranked[0] ?? OTHER, ranked[1] ?? OTHER];
}

function isPlayer(object: TrueObject): boolean {
  return object.label === 'player';
}
