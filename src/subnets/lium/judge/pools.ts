import { m } from '../../../paraglide/messages.js';
import type { Finding, JudgementTable } from '../../judge-page.ts';
import type { CycleResult, NodePay } from '../scoring/cycle.ts';
import { capOf, PACKAGED_MARKET } from '../scoring/market.ts';
import type { LiumNode } from '../scoring/node.ts';

// What is said of a cycle and of one node's part in it.

const USD_PER_HOUR = 'USD/h';

export function payOf({ mining, idle }: NodePay): number {
  return mining + idle;
}

/** Both parts of a node's pay, each with its terms. */
export function payFindings(pay: NodePay, cycle: CycleResult, burnEmission: number): Finding[] {
  return [rentedFinding(pay, cycle, burnEmission), idleFinding(pay, cycle)];
}

function rentedFinding(pay: NodePay, cycle: CycleResult, burnEmission: number): Finding {
  const { rental } = pay;
  return {
    name: m.judge_lium_mining(),
    value: pay.mining,
    label: 'exact',
    ...(rental
      ? {
          rule: `(1 − ${burnEmission}) × ${figure(rental.score)} / ${figure(cycle.miningScore)}`,
          children: [
            { name: m.judge_lium_verification(), value: rental.verification },
            { name: m.judge_lium_portion(), value: rental.portion },
            {
              name: m.judge_lium_gpus_rented(),
              value: rental.gpus,
              format: 'count',
              rule: m.judge_lium_gpus_rented_rule({ all: rental.modelGpus }),
            },
            { name: m.judge_lium_sysbox(), value: rental.sysbox, ...passing(rental.sysbox === 1) },
            { name: m.judge_lium_uptime(), value: rental.uptime, ...passing(rental.uptime === 1) },
          ],
        }
      : { note: m.judge_lium_not_rented() }),
  };
}

function idleFinding({ idle, placed }: NodePay, cycle: CycleResult): Finding {
  if (!placed) {
    return {
      name: m.judge_lium_idle(),
      value: idle,
      label: 'exact',
      note: m.judge_lium_not_in_pool(),
    };
  }
  const { lot, bucket, rate, capMultiplier } = placed;
  const cap = capOf(PACKAGED_MARKET, lot.family, bucket);
  return {
    name: m.judge_lium_idle(),
    value: idle,
    label: 'exact',
    rule: m.judge_lium_idle_rule(),
    children: [
      { name: m.judge_lium_share(), value: cycle.idleShare },
      { name: m.judge_lium_gpus_idle(), value: lot.gpus, format: 'count' },
      { name: m.judge_lium_rate(), value: rate, unit: USD_PER_HOUR, ...passing(rate > 0) },
      {
        name: m.judge_lium_multiplier(),
        value: capMultiplier,
        rule: m.judge_lium_multiplier_rule({ family: lot.family, bucket, cap }),
        state: capMultiplier === 1 ? 'pass' : capMultiplier > 0 ? 'warn' : 'fail',
      },
      { name: m.judge_lium_factor(), value: lot.factor, ...passing(lot.factor === 1) },
      { name: m.judge_lium_cost(), value: cycle.idleCostPerHour, unit: USD_PER_HOUR },
    ],
  };
}

/** How the cycle divides emission. */
export function cycleFinding(cycle: CycleResult, burnEmission: number): Finding {
  return {
    name: m.judge_lium_cycle(),
    children: [
      { name: m.judge_lium_cost(), value: cycle.idleCostPerHour, unit: USD_PER_HOUR },
      { name: m.judge_lium_share_raw(), value: cycle.idleShareRaw, label: 'exact' },
      {
        name: m.judge_lium_share(),
        value: cycle.idleShare,
        label: 'exact',
        rule: `≤ ${burnEmission}`,
        state: cycle.idleShareRaw > burnEmission ? 'warn' : 'pass',
      },
      { name: m.judge_lium_burn(), value: cycle.burnShare, label: 'exact' },
    ],
  };
}

/** Every node of a cycle with its bucket, pay and reasons. */
export function cycleTable(nodes: readonly LiumNode[], cycle: CycleResult): JudgementTable {
  return {
    caption: m.judge_lium_nodes(),
    columns: [
      { label: m.judge_lium_place(), numeric: true },
      { label: m.judge_lium_model() },
      { label: 'GPUs', numeric: true },
      { label: m.judge_lium_bucket(), numeric: true },
      { label: m.judge_lium_multiplier_short(), numeric: true },
      { label: m.judge_lium_mining_short(), numeric: true },
      { label: m.judge_lium_idle_short(), numeric: true },
      { label: m.judge_lium_reasons() },
    ],
    rows: nodes.map(({ model, gpus }, i) => {
      const pay = cycle.nodes[i];
      const placed = pay?.placed ?? null;
      return [
        i,
        model,
        gpus,
        placed?.bucket ?? null,
        placed?.capMultiplier ?? null,
        pay?.mining ?? 0,
        pay?.idle ?? 0,
        pay?.reasons.join(', ') ?? '',
      ];
    }),
  };
}

function passing(holds: boolean): Pick<Finding, 'state'> {
  return { state: holds ? 'pass' : 'fail' };
}

function figure(value: number): string {
  return value.toPrecision(6);
}
