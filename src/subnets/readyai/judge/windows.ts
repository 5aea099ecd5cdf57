import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { conversationWindows } from '../scoring/windows.ts';

const Input = v.object({
  text: v.string(),
  min_windows: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** How a conversation is cut into what miners see. @throws AppError `input.malformed` */
export function judgeWindows(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const lines = input.text.split('\n').filter((line) => line.trim() !== '');
  const places = lines.map((_, index) => index);
  const windows = conversationWindows(places, input.min_windows);
  const isDropped = windows.length === 0;
  return {
    score: {
      name: m.judge_readyai_windows(),
      value: windows.length,
      format: 'count',
      label: 'exact',
      ...(isDropped ? { note: m.judge_readyai_dropped({ least: input.min_windows }) } : {}),
    },
    findings: [
      { name: m.judge_readyai_lines(), value: lines.length, format: 'count' },
      {
        name: m.judge_readyai_enough(),
        value: windows.length,
        format: 'count',
        state: isDropped ? 'fail' : 'pass',
        rule: `> ${input.min_windows}`,
      },
    ],
    improvements: [],
    tables: [
      {
        caption: m.judge_readyai_windows(),
        columns: [
          { label: m.judge_readyai_window(), numeric: true },
          { label: m.judge_readyai_from(), numeric: true },
          { label: m.judge_readyai_to(), numeric: true },
          { label: m.judge_readyai_first_line() },
        ],
        rows: windows.map((window, index) => {
          const first = window[0] ?? 0;
          return [index, first, window.at(-1) ?? 0, lines[first] ?? ''];
        }),
      },
    ],
  };
}
