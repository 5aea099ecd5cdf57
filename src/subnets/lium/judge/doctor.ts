import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement } from '../../judge-page.ts';
import { IDLE_GATES, scoreFleet, type FleetRules, type ScoredFleet } from '../score.ts';
import { BURN_EMISSION } from '../scoring/emission.ts';
import { NodeReport } from '../task.ts';
import { Crowd, CyclePrices, nodesOf, Price } from './crowd.ts';
import { fixesOf, type Fix } from './fixes.ts';
import { gateFindings } from './gates.ts';
import { cycleFinding, payFindings, payOf } from './pools.ts';

// A node's report against every gate, and what it is paid.

const WORTH_SAYING = 1e-12;

const Input = v.object({
  report: NodeReport,
  others: Crowd,
  ...CyclePrices,
  date: v.pipe(v.string(), v.isoDate()),
  p90: v.optional(Price),
  enforced: v.array(v.picklist(IDLE_GATES)),
});

/** Every gate of a node with its numbers, and its pay. @throws AppError `input.malformed` */
export function judgeNodeReport(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { report } = input;
  const nowMs = Date.parse(input.date);
  if (Number.isNaN(nowMs)) throw new AppError('input.malformed', `date: ${input.date} is no day`);
  const rules: FleetRules = {
    prices: { taoUsd: input.tao_usd, alphaPerBlock: input.alpha_per_block },
    nowMs,
    enforced: input.enforced,
    p90: input.p90 === undefined ? {} : { [report.model]: input.p90 },
    others: nodesOf(input.others, nowMs, 'others'),
  };
  const judge = (changed: NodeReport): ScoredFleet => scoreFleet([changed], rules);
  const { nodes, cycle } = judge(report);
  const [scored] = nodes;
  if (!scored) throw new AppError('input.malformed', 'report: is not a node');
  const pay = payOf(scored.pay);
  return {
    score: {
      name: m.judge_lium_pay(),
      value: pay,
      // Pairs prove the pools and each gate; the order and the flags are written only.
      label: 'from the specification',
      note:
        scored.pay.reasons.length > 0 ? scored.pay.reasons.join(', ') : m.judge_lium_no_reason(),
    },
    findings: [
      ...gateFindings(report, scored, rules),
      ...payFindings(scored.pay, cycle, BURN_EMISSION),
      cycleFinding(cycle, BURN_EMISSION),
    ],
    improvements: improvements(report, fixesOf(report, scored, rules), (changed) => {
      const [other] = judge(changed).nodes;
      return other ? payOf(other.pay) - pay : 0;
    }),
  };
}

/** Each fix alone, then all of them; what helps only together has no number of its own. */
function improvements(
  report: NodeReport,
  fixes: readonly Fix[],
  gainOf: (changed: NodeReport) => number,
): Judgement['improvements'] {
  const alone = fixes.map(({ text, change }) => {
    const gain = gainOf({ ...report, ...change });
    return { text, gain: gain > WORTH_SAYING ? gain : null };
  });
  const all = fixes.reduce((changed, { change }) => ({ ...changed, ...change }), report);
  const together = gainOf(all);
  const isMore = fixes.length > 1 && together > WORTH_SAYING;
  return isMore ? [...alone, { text: m.judge_lium_fix_all(), gain: together }] : alone;
}
