import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import {
  CUES,
  DEVICES,
  PHOTO_VARIANTS,
  VIDEO_VARIANTS,
  judgeScreenReplay,
} from '../scoring/screen-replay.ts';

const Input = v.object({ metadata: v.record(v.string(), v.unknown()) });
const SHOWN = 80;

/** Metadata of a photographed screen. @throws AppError `input.malformed` */
export function judgeReplay(value: unknown): Judgement {
  const { metadata } = parseAs(Input, value, 'input.malformed');
  const { valid, variant, video, checks } = judgeScreenReplay(metadata);
  const findings = checks.map(({ key, passes }): Finding => ({
    name: key,
    value: shownOf(metadata[key]),
    state: passes ? 'pass' : 'fail',
    rule: ruleOf(key),
  }));
  return {
    score: {
      name: m.judge_yanez_replay(),
      value: valid,
      label: 'exact',
      note: valid ? m.judge_yanez_replay_valid() : m.judge_yanez_replay_invalid(),
    },
    findings: [
      ...findings,
      { name: m.judge_yanez_replay_variant(), value: variant.slice(0, SHOWN) },
      { name: m.judge_yanez_replay_video(), value: video },
    ],
    improvements: findings
      .filter(({ state }) => state === 'fail')
      .map(({ name, rule = '' }) => ({
        text: m.judge_yanez_replay_fix({ name, rule }),
        gain: null,
      })),
  };
}

function ruleOf(key: string): string {
  if (key === 'device_photographed') return DEVICES.join(' | ');
  if (key === 'capture_variant') return [...PHOTO_VARIANTS, ...VIDEO_VARIANTS].join(' | ');
  return CUES.some((cue) => cue === key) ? 'true | false' : m.judge_yanez_replay_text();
}

function shownOf(value: unknown): string | null {
  if (value === undefined) return null;
  return (JSON.stringify(value) ?? '').slice(0, SHOWN);
}
