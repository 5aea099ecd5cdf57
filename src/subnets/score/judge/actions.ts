import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Improvement, Judgement } from '../../judge-page.ts';
import { type ActionEvent, ACTIONS, type ActionScore, scoreActions } from '../scoring/actions.ts';

const MAX_EVENTS = 200;
const MAX_FRAME = 1e7;
/** Changes tried of each kind. */
const TRIED = 20;

const Events = v.pipe(
  v.array(
    v.object({
      frame: v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_FRAME)),
      action: v.pipe(v.string(), v.maxLength(64)),
    }),
  ),
  v.maxLength(MAX_EVENTS),
);

const Input = v.object({
  predicted: Events,
  truth: Events,
  fps: v.pipe(v.number(), v.minValue(1), v.maxValue(1000)),
});

/** Spotted actions against the true ones. @throws AppError `input.malformed` */
export function judgeActions(value: unknown): Judgement {
  const { predicted, truth, fps } = parseAs(Input, value, 'input.malformed');
  const scored = scoreActions(predicted, truth, fps);
  const unmatched = scored.outcomes.filter(({ partner }) => partner === null);
  const unknown = predicted.length - scored.outcomes.length;
  return {
    score: {
      name: m.judge_score_actions_score(),
      value: scored.score,
      label: 'exact',
      rule: `clip(${scored.points.toFixed(4)} / ${scored.total.toFixed(1)}, 0, 1)`,
    },
    findings: [
      { name: m.judge_score_points(), value: scored.points, rule: m.judge_score_points_rule() },
      { name: m.judge_score_total(), value: scored.total },
      {
        name: m.judge_score_unmatched(),
        value: unmatched.length,
        format: 'count',
        state: unmatched.length > 0 ? 'fail' : 'pass',
        rule: m.judge_score_unmatched_rule(),
      },
      { name: m.judge_score_unknown(), value: unknown, format: 'count' },
    ],
    improvements: changes(predicted, truth, fps, scored),
    tables: [
      {
        caption: m.judge_score_events(),
        columns: [
          { label: m.judge_score_column_frame(), numeric: true },
          { label: m.judge_score_column_action() },
          { label: m.judge_score_column_true_frame(), numeric: true },
          { label: m.judge_score_column_tolerance(), numeric: true },
          { label: m.judge_score_column_decay(), numeric: true },
          { label: m.judge_score_column_points(), numeric: true },
        ],
        rows: scored.outcomes.map(({ event, partner, decay, points }) => [
          event.frame,
          event.action,
          partner?.frame ?? null,
          ACTIONS[event.action]?.toleranceSeconds ?? null,
          decay,
          points,
        ]),
      },
    ],
  };
}

/** The best of: one event left out, one moved onto its true frame, one found. */
function changes(
  predicted: readonly ActionEvent[],
  truth: readonly ActionEvent[],
  fps: number,
  scored: ActionScore,
): Improvement[] {
  const gainOf = (list: readonly ActionEvent[]) =>
    scoreActions(list, truth, fps).score - scored.score;
  const known = scored.outcomes.map(({ event }) => event);
  const without = (left: ActionEvent) => known.filter((event) => event !== left);
  const drops = scored.outcomes
    .filter(({ partner }) => !partner)
    .map(({ event }) => ({
      text: m.judge_score_event_drop({ ...event }),
      gain: gainOf(without(event)),
    }));
  const moves = scored.outcomes.flatMap(({ event, partner }) =>
    partner && partner.frame !== event.frame
      ? [
          {
            text: m.judge_score_event_move({ ...event, to: partner.frame }),
            gain: gainOf([...without(event), partner]),
          },
        ]
      : [],
  );
  const finds = truth.slice(0, TRIED).map((event) => ({
    text: m.judge_score_event_find({ ...event }),
    gain: gainOf([...known, event]),
  }));
  return [drops, moves, finds].flatMap((kind) => {
    const best = kind.toSorted((a, b) => b.gain - a.gain)[0];
    return best && best.gain > 0 ? [best] : [];
  });
}
