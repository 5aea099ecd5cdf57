import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement } from '../../judge-page.ts';
import { minerPay, type PayTerms, type RunPay } from '../scoring/rewards.ts';
import { Finite } from './tensor.ts';

// What one miner of a run is paid.

const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Score = v.pipe(Finite, v.minValue(0));
const MORE_WORK = 1.1;
const LESS_BURN = 0.1;

const Input = v.object({
  score: Score,
  run_total: Score,
  burn: Unit,
  share: Unit,
  allocation: Unit,
});

/** A miner's share of the subnet's emission, term by term. @throws AppError `input.malformed` */
export function judgePay(value: unknown): Judgement {
  const { run_total: runTotal, ...rest } = parseAs(Input, value, 'input.malformed');
  if (rest.score > runTotal) {
    throw new AppError(
      'input.malformed',
      `score: ${rest.score} is more than the run's ${runTotal}`,
    );
  }
  const pay: RunPay = { ...rest, runTotal };
  const terms = minerPay(pay);
  return {
    score: {
      name: m.judge_iota_pay(),
      value: terms.weight,
      label: 'exact',
      rule: m.judge_iota_pay_rule(),
      note: m.judge_iota_pay_note(),
    },
    findings: [
      {
        name: m.judge_iota_pay_part(),
        value: terms.part,
        rule: `${pay.score} / ${runTotal}`,
        ...(runTotal === 0 ? { note: m.judge_iota_pay_nobody() } : {}),
      },
      { name: m.judge_iota_pay_kept(), value: terms.kept, rule: `1 − ${pay.burn}` },
      { name: m.judge_iota_pay_share(), value: terms.share },
      { name: m.judge_iota_pay_allocation(), value: terms.allocation },
    ],
    improvements: payImprovements(pay, terms),
  };
}

function payImprovements(pay: RunPay, now: PayTerms): Judgement['improvements'] {
  const more = pay.score * (MORE_WORK - 1);
  const burn = Math.max(0, pay.burn - LESS_BURN);
  return [
    {
      text: m.judge_iota_pay_more(),
      change: { score: pay.score + more, runTotal: pay.runTotal + more },
    },
    { text: m.judge_iota_pay_less_burn({ burn: burn.toFixed(2) }), change: { burn } },
  ]
    .map(({ text, change }) => ({
      text,
      gain: minerPay({ ...pay, ...change }).weight - now.weight,
    }))
    .filter(({ gain }) => gain > 0);
}
