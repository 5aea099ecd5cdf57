import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { learningRate, rateTerms, TODAY } from '../scoring/learning-rate.ts';
import type { Drawing } from './drawing.ts';
import { Finite } from './tensor.ts';

// The learning rate of a step.

const POINTS = 400;
const PHASES = {
  warmup: m.judge_iota_phase_warmup,
  constant: m.judge_iota_phase_constant,
  fall: m.judge_iota_phase_fall,
  tail: m.judge_iota_phase_tail,
};

const Input = v.object({ step: v.pipe(Finite, v.integer(), v.minValue(0)) });

/** Rate of one step under today's schedule. @throws AppError `input.malformed` */
export function judgeRate(value: unknown): Judgement {
  const { step } = parseAs(Input, value, 'input.malformed');
  const { rate, phase, factors } = rateTerms(step);
  const names = phase === 'fall' ? [m.judge_iota_fall(), m.judge_iota_saw()] : [PHASES[phase]()];
  const drawing: Drawing = { kind: 'rate', points: curveAround(step), mark: [step, rate] };
  return {
    score: { name: m.judge_iota_rate(), value: rate, label: 'exact' },
    findings: [
      { name: m.judge_iota_phase(), value: PHASES[phase]() },
      { name: m.judge_iota_peak(), value: TODAY.peak },
      ...factors.map((factor, i) => ({
        name: m.judge_iota_factor({ name: names[i] ?? '' }),
        value: factor,
      })),
    ],
    improvements: [],
    drawing,
  };
}

/** Four saw teeth with the step in their middle. */
function curveAround(step: number): [number, number][] {
  const width = 4 * TODAY.period;
  const from = Math.max(0, Math.floor(step / TODAY.period) * TODAY.period - width / 2);
  return Array.from({ length: POINTS + 1 }, (_, i) => {
    const at = from + Math.round((i * width) / POINTS);
    return [at, learningRate(at)];
  });
}
