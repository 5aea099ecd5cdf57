import { m } from '../../../paraglide/messages.js';
import type { Finding } from '../../judge-page.ts';
import { COMPONENT_LABELS, IDLE_GATES } from '../score.ts';
import type { FleetRules, IdleGate, ScoredNode } from '../score.ts';
import { freeGpus } from '../scoring/cycle.ts';
import { driverFactor, LEAST_DRIVER } from '../scoring/driver.ts';
import { DISK_RATE, LEAST_PORTS, readDisk, SOFT_PRICE_RATE } from '../scoring/idle-gates.ts';
import { capOf, entryOf, isWantedFamily, PACKAGED_MARKET } from '../scoring/market.ts';
import { LEAST_DOWNLOAD_MBPS, passesDownloadGate } from '../scoring/network.ts';
import { MAX_PRICE_RATE } from '../scoring/verification.ts';
import { vramWindows } from '../scoring/vram.ts';
import type { ZeroReason } from '../scoring/node.ts';
import { MAX_GPUS, type NodeReport } from '../task.ts';

// Every gate that a node meets, with its reason code, its numbers and its bound.

const USD_PER_HOUR = 'USD/h';
const MBPS = 'Mbit/s';

/** Gates in the order in which a validator meets them. */
export function gateFindings(report: NodeReport, scored: ScoredNode, rules: FleetRules): Finding[] {
  return [
    hardware(report, scored),
    verification(report, scored),
    exclusions(scored),
    idleGates(report, scored, rules),
    poolGates(report, scored, rules),
  ];
}

function gate(name: string, holds: boolean, more: Omit<Finding, 'name' | 'state'> = {}): Finding {
  return { name, state: holds ? 'pass' : 'fail', ...more };
}

function hardware({ model, gpus, gpuMemoryMb }: NodeReport, { wrongMemory }: ScoredNode): Finding {
  const windows = vramWindows(model);
  const rule = (windows ?? []).map(([least, most]) => `${least}–${most} MB`).join(' / ');
  return {
    name: m.judge_lium_hardware(),
    label: 'exact',
    children: [
      gate(m.judge_lium_gpu_count(), true, {
        value: gpus,
        format: 'count',
        rule: `≤ ${MAX_GPUS}`,
      }),
      gate(m.judge_lium_supported(), windows !== null, { value: model }),
      ...[...new Set(gpuMemoryMb)].map((reading) => {
        const count = gpuMemoryMb.filter((one) => one === reading).length;
        const fits = wrongMemory !== null && !wrongMemory.includes(gpuMemoryMb.indexOf(reading));
        return gate(m.judge_lium_memory({ count }), fits, {
          value: reading,
          unit: 'MB',
          rule: rule || m.judge_lium_no_window(),
        });
      }),
    ],
  };
}

function verification(report: NodeReport, { node, verification: score }: ScoredNode): Finding {
  const base = entryOf(PACKAGED_MARKET.prices, report.model) ?? 0;
  return {
    name: m.judge_lium_verification(),
    value: node.score,
    label: COMPONENT_LABELS.verification,
    state: node.score > 0 ? 'pass' : 'fail',
    note: m.judge_lium_verification_note({ job: node.jobScore }),
    children: [
      gate(m.judge_lium_price(), !score.faults.includes('price'), {
        value: report.pricePerGpu,
        unit: USD_PER_HOUR,
        rule: `≤ ${MAX_PRICE_RATE} × ${base}`,
      }),
      report.rented
        ? {
            name: m.judge_lium_download(),
            value: report.downloadMbps,
            note: m.judge_lium_idle_only(),
          }
        : gate(m.judge_lium_download(), passesDownloadGate(report.downloadMbps), {
            value: report.downloadMbps,
            unit: MBPS,
            rule: `≥ ${LEAST_DOWNLOAD_MBPS} ${MBPS}`,
          }),
    ],
  };
}

const EXCLUSIONS: readonly (readonly [ZeroReason, () => string])[] = [
  ['outdated_executor_image', m.judge_lium_gate_image],
  ['banned_network_abuse', m.judge_lium_gate_banned],
  ['spot_tier', m.judge_lium_gate_spot],
  ['provider_discord_not_connected', m.judge_lium_gate_discord],
  ['new_rentals_paused', m.judge_lium_gate_paused],
  ['miner_default_job', m.judge_lium_gate_job],
];

function exclusions({ pay }: ScoredNode): Finding {
  return {
    name: m.judge_lium_exclusions(),
    label: COMPONENT_LABELS['gates.idle'],
    children: EXCLUSIONS.map(([reason, name]) =>
      gate(name(), !pay.reasons.includes(reason), { rule: reason }),
    ),
  };
}

function idleGates(report: NodeReport, scored: ScoredNode, rules: FleetRules): Finding {
  const hasIdle = freeGpus(scored.node) > 0;
  return {
    name: m.judge_lium_idle_gates(),
    label: COMPONENT_LABELS['gates.idle'],
    ...(hasIdle ? {} : { note: m.judge_lium_idle_only() }),
    children: IDLE_GATES.map((reason): Finding => {
      const { bound, ...words } = IDLE_WORDS[reason](report, rules);
      const isEnforced = rules.enforced.includes(reason);
      const failing = isEnforced ? 'fail' : 'warn';
      return {
        ...words,
        rule: `${reason}: ${bound}`,
        ...(hasIdle ? { state: scored.failedGates.includes(reason) ? failing : 'pass' } : {}),
        ...(isEnforced ? {} : { note: m.judge_lium_only_logged() }),
      };
    }),
  };
}

interface GateWords {
  readonly name: string;
  readonly value: number | string | null;
  readonly unit?: string;
  readonly bound: string;
}

const IDLE_WORDS: Readonly<Record<IdleGate, (report: NodeReport, rules: FleetRules) => GateWords>> =
  {
    port_limited_remainder: ({ freePorts }) => ({
      name: m.judge_lium_gate_ports(),
      value: freePorts,
      bound: `≥ ${LEAST_PORTS}`,
    }),
    price_above_market_p90_soft_limit: ({ pricePerGpu, model }, { p90 }) => ({
      name: m.judge_lium_gate_p90(),
      value: pricePerGpu,
      unit: USD_PER_HOUR,
      bound: `≤ ${SOFT_PRICE_RATE} × ${entryOf(p90, model) ?? '–'}`,
    }),
    insufficient_disk_for_vram: ({ gpuMemoryMb, diskTotalKb }) => {
      const reading = readDisk(gpuMemoryMb, diskTotalKb);
      return {
        name: m.judge_lium_gate_disk(),
        value: reading && `${reading.diskGb} GB`,
        bound: reading
          ? `≥ ${DISK_RATE} × ${reading.vramGb} = ${reading.requiredGb.toFixed(2)} GB`
          : m.judge_lium_not_measured(),
      };
    },
    flagship_without_ncu_or_split: ({ ncuAccess }) => ({
      name: m.judge_lium_gate_flagship(),
      value: ncuAccess,
      bound: m.judge_lium_gate_flagship_rule(),
    }),
    cannot_apply_gpu_power_cap: ({ capabilityMask }) => ({
      name: m.judge_lium_gate_power(),
      value: capabilityMask,
      bound: m.judge_lium_gate_power_rule(),
    }),
  };

function poolGates(report: NodeReport, { node, pay }: ScoredNode, rules: FleetRules): Finding {
  const family = entryOf(PACKAGED_MARKET.families, report.model);
  const wanted = isWantedFamily(PACKAGED_MARKET, family);
  const driver = driverFactor({ driver: report.driver, rented: false, nowMs: rules.nowMs });
  const { placed } = pay;
  const hasIdle = freeGpus(node) > 0;
  const unasked = hasIdle ? {} : { note: m.judge_lium_idle_only() };
  return {
    name: m.judge_lium_pool_gates(),
    label: COMPONENT_LABELS['gates.idle'],
    ...unasked,
    children: [
      gate(m.judge_lium_gate_wanted(), wanted, {
        value: family ?? null,
        rule: 'gpu_model_not_eligible_for_unrented_incentive',
      }),
      placed
        ? gate(m.judge_lium_gate_capacity(), placed.capMultiplier > 0, {
            value: capOf(PACKAGED_MARKET, placed.lot.family, placed.bucket),
            format: 'count',
            rule: 'no_unrented_capacity_for_gpu_count',
          })
        : {
            name: m.judge_lium_gate_capacity(),
            value: null,
            rule: 'no_unrented_capacity_for_gpu_count',
            note: m.judge_lium_not_in_pool(),
          },
      gate(m.judge_lium_gate_driver(), driver === 1, {
        value: report.driver || null,
        rule: `nvidia_driver_below_minimum: ≥ ${LEAST_DRIVER}`,
      }),
      gate(m.judge_lium_sysbox(), report.sysbox, { rule: 'sysbox_not_enabled' }),
    ],
  };
}
