import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement } from '../../judge-page.ts';
import { scoreCycle } from '../scoring/cycle.ts';
import { DRIVER_CUTOFF_MS } from '../scoring/driver.ts';
import { Crowd, CyclePrices, nodesOf, Unit } from './crowd.ts';
import { cycleFinding, cycleTable, payFindings, payOf } from './pools.ts';

// One scoring cycle over sketched nodes.

/** Every cut-off of the rules has passed. */
export const TODAY_MS = DRIVER_CUTOFF_MS;
const SHOWN_NODES = 100;

const Input = v.object({
  nodes: v.pipe(Crowd, v.minLength(1)),
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
  burn_emission: Unit,
  ...CyclePrices,
});

/** What each node of a cycle is paid. @throws AppError `input.malformed` */
export function judgeCycle(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const nodes = nodesOf(input.nodes, TODAY_MS, 'nodes');
  const { index, burn_emission: burnEmission } = input;
  const cycle = scoreCycle(nodes, {
    prices: { taoUsd: input.tao_usd, alphaPerBlock: input.alpha_per_block },
    nowMs: TODAY_MS,
    burnEmission,
  });
  const pay = cycle.nodes[index];
  if (!pay) {
    throw new AppError('input.malformed', `index: ${index} is not one of ${nodes.length} nodes`);
  }
  return {
    score: {
      name: m.judge_lium_pay_of({ index }),
      value: payOf(pay),
      label: 'exact',
      ...(pay.reasons.length > 0 ? { note: pay.reasons.join(', ') } : {}),
    },
    findings: [...payFindings(pay, cycle, burnEmission), cycleFinding(cycle, burnEmission)],
    improvements: [],
    tables: [cycleTable(nodes.slice(0, SHOWN_NODES), cycle)],
  };
}
