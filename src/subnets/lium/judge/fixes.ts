import { m } from '../../../paraglide/messages.js';
import type { FleetRules, IdleGate, ScoredNode } from '../score.ts';
import { LEAST_DRIVER } from '../scoring/driver.ts';
import { LEAST_PORTS, readDisk, SOFT_PRICE_RATE } from '../scoring/idle-gates.ts';
import { entryOf, PACKAGED_MARKET } from '../scoring/market.ts';
import { LEAST_DOWNLOAD_MBPS } from '../scoring/network.ts';
import { MAX_PRICE_RATE } from '../scoring/verification.ts';
import type { ZeroReason } from '../scoring/node.ts';
import type { NodeReport } from '../task.ts';

// What a provider can change about a node, cheapest first: a setting, a price, software, hardware.

export interface Fix {
  readonly text: string;
  readonly change: Partial<NodeReport>;
}

const KB_PER_GB = 1024 ** 2;
const FULL_CAPABILITIES = '1ffffffffff';

interface Case {
  readonly report: NodeReport;
  readonly scored: ScoredNode;
  readonly rules: FleetRules;
}

/** Fixes of everything that speaks against a node and that can be changed. */
export function fixesOf(report: NodeReport, scored: ScoredNode, rules: FleetRules): Fix[] {
  const reasons = new Set<ZeroReason>(scored.pay.reasons);
  const { faults } = scored.verification;
  const one = { report, scored, rules };
  const price = affordable(one);
  return [
    ...SETTINGS.filter(({ reason }) => reasons.has(reason)).map(({ text, change }) => ({
      text: text(),
      change,
    })),
    ...(faults.includes('price') || reasons.has('price_above_market_p90_soft_limit')
      ? [{ text: m.judge_lium_fix_price({ price: String(price) }), change: { pricePerGpu: price } }]
      : []),
    ...(reasons.has('nvidia_driver_below_minimum')
      ? [
          {
            text: m.judge_lium_fix_driver({ driver: LEAST_DRIVER }),
            change: { driver: LEAST_DRIVER },
          },
        ]
      : []),
    ...(faults.includes('download')
      ? [
          {
            text: m.judge_lium_fix_download({ least: LEAST_DOWNLOAD_MBPS }),
            change: { downloadMbps: LEAST_DOWNLOAD_MBPS },
          },
        ]
      : []),
    ...IDLE_FIXES.flatMap(({ gate, fix }) => (reasons.has(gate) ? [fix(one)] : [])),
    ...shapeFixes(one, reasons),
  ];
}

const SETTINGS: readonly {
  readonly reason: ZeroReason;
  readonly text: () => string;
  readonly change: Partial<NodeReport>;
}[] = [
  {
    reason: 'provider_discord_not_connected',
    text: m.judge_lium_fix_discord,
    change: { discordConnected: true },
  },
  {
    reason: 'new_rentals_paused',
    text: m.judge_lium_fix_paused,
    change: { rentalsPaused: false },
  },
  { reason: 'miner_default_job', text: m.judge_lium_fix_job, change: { ownDefaultJob: false } },
  { reason: 'spot_tier', text: m.judge_lium_fix_spot, change: { spot: false } },
  {
    reason: 'outdated_executor_image',
    text: m.judge_lium_fix_image,
    change: { outdatedImage: false },
  },
  { reason: 'sysbox_not_enabled', text: m.judge_lium_fix_sysbox, change: { sysbox: true } },
];

/** The highest price that passes both limits, USD per GPU-hour, rounded down to a cent. */
function affordable({ report, rules }: Case): number {
  const base = entryOf(PACKAGED_MARKET.prices, report.model) ?? 0;
  const p90 = entryOf(rules.p90, report.model);
  const limits = [base * MAX_PRICE_RATE, ...(p90 === undefined ? [] : [p90 * SOFT_PRICE_RATE])];
  return Math.floor(Math.min(...limits) * 100) / 100;
}

const IDLE_FIXES: readonly { readonly gate: IdleGate; readonly fix: (one: Case) => Fix }[] = [
  {
    gate: 'port_limited_remainder',
    fix: () => ({
      text: m.judge_lium_fix_ports({ least: LEAST_PORTS }),
      change: { freePorts: LEAST_PORTS },
    }),
  },
  {
    gate: 'flagship_without_ncu_or_split',
    fix: () => ({ text: m.judge_lium_fix_ncu(), change: { ncuAccess: 'unrestricted' } }),
  },
  {
    gate: 'cannot_apply_gpu_power_cap',
    fix: () => ({
      text: m.judge_lium_fix_power(),
      change: { capabilityMask: FULL_CAPABILITIES, controlOwnerUid: 0 },
    }),
  },
  {
    gate: 'insufficient_disk_for_vram',
    fix: ({ report }) => {
      const needed = Math.ceil(readDisk(report.gpuMemoryMb, report.diskTotalKb)?.requiredGb ?? 0);
      return {
        text: m.judge_lium_fix_disk({ needed }),
        change: { diskTotalKb: needed * KB_PER_GB },
      };
    },
  },
];

/** Where the number of GPUs is not wanted or not paid: rent them out in parts. */
function shapeFixes({ report, scored }: Case, reasons: ReadonlySet<ZeroReason>): Fix[] {
  const { placed } = scored.pay;
  const isUnpaid = reasons.has('no_unrented_capacity_for_gpu_count') || placed?.rate === 0;
  if (!isUnpaid || report.gpus === 1 || report.splitMin === 1) return [];
  return [{ text: m.judge_lium_fix_split(), change: { splitMin: 1 } }];
}
