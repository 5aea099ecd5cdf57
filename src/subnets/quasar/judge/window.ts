import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Improvement, Judgement, JudgementTable } from '../../judge-page.ts';
import {
  type Failure,
  type MergedUpdate,
  type ScoreWindow,
  type WindowRule,
  hotkeyOf,
  scoreWindow,
} from '../scoring/score-window.ts';
import type { Bars } from './bars.ts';

// The last merges and the failures → everybody's share.

const MOST_EVENTS = 2048;
const MOST_UPDATES = 256;
const MOST_FAILURES = 4096;
const MOST_NAME = 128;
const LARGEST = 1e100;
/** Hotkeys that are shown. */
const SHOWN = 256;
const SHOWN_BARS = 32;

const Name = v.pipe(v.string(), v.maxLength(MOST_NAME));
const Units = v.pipe(v.number(), v.maxValue(LARGEST), v.minValue(-LARGEST));

const Input = v.object({
  events: v.pipe(
    v.array(
      v.pipe(
        v.array(v.object({ learner: Name, weight: Units, sane: v.optional(v.boolean(), true) })),
        v.maxLength(MOST_UPDATES),
      ),
    ),
    v.maxLength(MOST_EVENTS),
  ),
  failures: v.pipe(v.array(v.object({ hotkey: Name, units: Units })), v.maxLength(MOST_FAILURES)),
  half_life: v.pipe(v.number(), v.minValue(0), v.maxValue(LARGEST)),
  window: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_EVENTS)),
  hotkey: Name,
});

/** @throws AppError `input.malformed` */
export function judgeWindow(value: unknown): Judgement {
  const { events, failures, half_life, window, hotkey } = parseAs(Input, value, 'input.malformed');
  const rule: WindowRule = { events: window, halfLife: half_life };
  const scored = scoreWindow(events, failures, rule);
  const { scores, accepted, failed, raw } = scored;
  const isKnown = accepted.has(hotkey) || failed.has(hotkey);
  const isSane = events.every((updates) => updates.every(({ sane }) => sane));
  return {
    score: {
      name: m.judge_quasar_share({ hotkey }),
      value: scores.get(hotkey) ?? 0,
      // A receipt that fails resource sanity is written of, and in no recorded pair.
      label: isSane ? 'exact' : 'from the specification',
      ...(scores.size === 0 ? { note: m.judge_quasar_nobody() } : {}),
      ...(scores.size > 0 && !isKnown ? { note: m.judge_quasar_stranger() } : {}),
    },
    findings: [
      {
        name: m.judge_quasar_raw(),
        value: raw.get(hotkey) ?? 0,
        rule: 'max(0, accepted − failed)',
        children: [
          { name: m.judge_quasar_accepted(), value: accepted.get(hotkey) ?? 0 },
          {
            name: m.judge_quasar_failed(),
            value: failed.get(hotkey) ?? 0,
            state: (failed.get(hotkey) ?? 0) > 0 ? 'fail' : 'pass',
          },
        ],
      },
      {
        name: m.judge_quasar_raw_all(),
        value: [...raw.values()].reduce((sum, units) => sum + units, 0),
        rule: m.judge_quasar_earning({ count: scores.size }),
      },
    ],
    improvements: improvementsOf(hotkey, { events, failures, rule, scored }),
    drawing: barsOf(scored, hotkey),
    tables: [shareTable(scored)],
  };
}

interface Window {
  readonly events: readonly (readonly MergedUpdate[])[];
  readonly failures: readonly Failure[];
  readonly rule: WindowRule;
  readonly scored: ScoreWindow;
}

/** Without the own failures, and with one more update; each scored again. */
function improvementsOf(hotkey: string, { events, failures, rule, scored }: Window): Improvement[] {
  const now = scored.scores.get(hotkey) ?? 0;
  const gainOf = (window: ScoreWindow): number => (window.scores.get(hotkey) ?? 0) - now;
  const mine = events.flat().filter(({ learner }) => hotkeyOf(learner) === hotkey);
  const weight = mine.at(-1)?.weight ?? events.at(-1)?.at(-1)?.weight ?? 0;
  const newest = [...(events.at(-1) ?? []), { learner: hotkey, weight }];
  const clean = failures.filter((failure) => failure.hotkey !== hotkey);
  const tried: readonly (readonly [string, ScoreWindow])[] = [
    [m.judge_quasar_without_failures(), scoreWindow(events, clean, rule)],
    [
      m.judge_quasar_another({ weight }),
      scoreWindow([...events.slice(0, -1), newest], failures, rule),
    ],
  ];
  return tried
    .map(([text, window]) => ({ text, gain: gainOf(window) }))
    .filter(({ gain }) => gain > 0);
}

function byShare({ scores, accepted, failed }: ScoreWindow): string[] {
  return [...new Set([...accepted.keys(), ...failed.keys()])].sort(
    (a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0),
  );
}

function barsOf(scored: ScoreWindow, hotkey: string): Bars {
  return {
    caption: m.judge_quasar_shares(),
    bars: byShare(scored)
      .slice(0, SHOWN_BARS)
      .map((name) => ({
        name,
        value: scored.scores.get(name) ?? 0,
        marked: name === hotkey,
      })),
  };
}

function shareTable(scored: ScoreWindow): JudgementTable {
  return {
    caption: m.judge_quasar_shares(),
    columns: [
      { label: 'Hotkey' },
      { label: m.judge_quasar_accepted(), numeric: true },
      { label: m.judge_quasar_failed(), numeric: true },
      { label: m.judge_quasar_raw(), numeric: true },
      { label: m.judge_quasar_share_short(), numeric: true },
    ],
    rows: byShare(scored)
      .slice(0, SHOWN)
      .map((name) => [
        name,
        scored.accepted.get(name) ?? 0,
        scored.failed.get(name) ?? 0,
        scored.raw.get(name) ?? 0,
        scored.scores.get(name) ?? 0,
      ]),
  };
}
