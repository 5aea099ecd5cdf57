import type { ScoreLabel } from '../../protocol/primitives.ts';
import type { ScoreComponent } from '../../protocol/verdict.ts';
import { scoreCycle } from './scoring/cycle.ts';
import {
  cannotCapPower,
  diskShortage,
  hasTooFewPorts,
  isAboveMarket,
  lacksFlagshipCapability,
} from './scoring/idle-gates.ts';
import { entryOf, PACKAGED_MARKET } from './scoring/market.ts';
import { passesDownloadGate } from './scoring/network.ts';
import { PLAIN_NODE, splits } from './scoring/node.ts';
import { verificationScore } from './scoring/verification.ts';
import { fitsVram, vramWindows } from './scoring/vram.ts';
import type { CycleResult, CycleRules, NodePay } from './scoring/cycle.ts';
import type { Market } from './scoring/market.ts';
import type { LiumNode, ZeroReason } from './scoring/node.ts';
import type { VerificationScore } from './scoring/verification.ts';
import type { NodeReport } from './task.ts';

// Reports of nodes → what each earns in a cycle, and why not more (sections e.2 to e.5).

/** How sure each number is to be what the network computes. */
export const COMPONENT_LABELS = {
  verification: 'exact',
  'pay.rented': 'exact',
  'pay.idle': 'exact',
  // Pairs prove the gates one by one; their order and flags come from the specification.
  'gates.idle': 'from the specification',
} as const satisfies Readonly<Record<string, ScoreLabel>>;

/** Gates that cost an idle node its pay; the network switches each with a flag of its own. */
export const IDLE_GATES = [
  'port_limited_remainder',
  'price_above_market_p90_soft_limit',
  'insufficient_disk_for_vram',
  'flagship_without_ncu_or_split',
  'cannot_apply_gpu_power_cap',
] as const;
export type IdleGate = (typeof IDLE_GATES)[number];

export interface FleetRules extends CycleRules {
  /** Gates that are enforced; the others are only reported. */
  readonly enforced: readonly IdleGate[];
  /** Market's 90th percentile, USD per GPU-hour, by exact driver name. */
  readonly p90: Readonly<Record<string, number>>;
  /** Nodes of others that share the pools, behind the reported ones in the cycle. */
  readonly others?: readonly LiumNode[];
}

export interface ScoredNode {
  readonly uuid: string;
  readonly pay: NodePay;
  /** Gates it fails, enforced or not, in order of the checks. */
  readonly failedGates: readonly IdleGate[];
  readonly components: readonly ScoreComponent[];
  /** The node as the pools see it. */
  readonly node: LiumNode;
  readonly verification: VerificationScore;
  /** Places of the cards whose memory does not fit the model: a fatal check; null for a model that
   * is not supported. */
  readonly wrongMemory: readonly number[] | null;
}

export interface ScoredFleet {
  readonly nodes: readonly ScoredNode[];
  readonly cycle: CycleResult;
}

/** Scores a fleet of reported nodes as one cycle. */
export function scoreFleet(reports: readonly NodeReport[], rules: FleetRules): ScoredFleet {
  const market = rules.market ?? PACKAGED_MARKET;
  const entries = reports.map((report) => toNode(report, market, rules));
  const cycle = scoreCycle([...entries.map(({ node }) => node), ...(rules.others ?? [])], rules);
  const nodes = entries.flatMap((entry, i): ScoredNode[] => {
    const pay = cycle.nodes[i];
    const { uuid } = entry.node;
    return pay ? [{ ...entry, uuid, pay, components: componentsOf(entry.node, pay) }] : [];
  });
  return { nodes, cycle };
}

function toNode(report: NodeReport, market: Market, rules: FleetRules) {
  // Below the gate an idle node has no average that counts.
  const measured = passesDownloadGate(report.downloadMbps) ? report.downloadMbps : null;
  const wrongMemory = misfits(report);
  const verification = verificationScore({
    model: report.model,
    pricePerGpu: report.pricePerGpu,
    basePrice: entryOf(market.prices, report.model) ?? 0,
    collateral: true,
    contractOutdated: false,
    noCollateralAllowed: true,
    rented: report.rented,
    downloadAverage: measured,
    cpuTrue: true,
    sideLoadFree: true,
  });
  const base: LiumNode = {
    ...PLAIN_NODE,
    uuid: report.uuid,
    model: report.model,
    gpus: report.gpus,
    // A failed check of the hardware ends the job before there is a score.
    score: wrongMemory?.length === 0 ? verification.actual : 0,
    jobScore: wrongMemory?.length === 0 ? verification.job : 0,
    rented: report.rented,
    rentedGpus: report.rentedGpus,
    rentedSinceMs: report.rentedSinceMs,
    splitMin: report.splitMin,
    sysbox: report.sysbox,
    driver: report.driver,
    spot: report.spot,
    discordConnected: report.discordConnected,
    rentalsPaused: report.rentalsPaused,
    ownDefaultJob: report.ownDefaultJob,
    banned: report.banned,
    outdatedImage: report.outdatedImage,
  };
  const failedGates = IDLE_GATES.filter((gate) => failsGate(gate, report, base, market, rules.p90));
  const enforced: ZeroReason[] = failedGates.filter((gate) => rules.enforced.includes(gate));
  return { node: { ...base, failedGates: enforced }, failedGates, verification, wrongMemory };
}

/** Cards whose memory does not fit the model; null for a model that is not supported. */
function misfits({ model, gpuMemoryMb }: NodeReport): number[] | null {
  if (!vramWindows(model)) return null;
  return gpuMemoryMb.flatMap((reading, i) => (fitsVram(model, reading) ? [] : [i]));
}

function failsGate(
  gate: IdleGate,
  report: NodeReport,
  node: LiumNode,
  market: Market,
  p90: Readonly<Record<string, number>>,
): boolean {
  switch (gate) {
    case 'port_limited_remainder':
      return hasTooFewPorts(node.rented, report.freePorts);
    case 'price_above_market_p90_soft_limit':
      return isAboveMarket(report.pricePerGpu, entryOf(p90, report.model) ?? null);
    case 'insufficient_disk_for_vram':
      return diskShortage(report.gpuMemoryMb, report.diskTotalKb) !== null;
    case 'flagship_without_ncu_or_split':
      return lacksFlagshipCapability({
        family: entryOf(market.families, report.model) ?? '',
        // Only wholly idle nodes have 8 GPUs to offer.
        gpus: node.rented ? node.gpus - (node.rentedGpus ?? node.gpus) : node.gpus,
        ncuAccess: report.ncuAccess,
        splitting: splits(node),
        splitMin: node.splitMin,
        attested: report.attested,
      });
    case 'cannot_apply_gpu_power_cap':
      return cannotCapPower(report.capabilityMask, report.controlOwnerUid);
  }
}

function componentsOf(node: LiumNode, pay: NodePay): ScoreComponent[] {
  const gatesOpen = node.failedGates.length === 0 ? 1 : 0;
  const values = {
    verification: node.score,
    'pay.rented': pay.mining,
    'pay.idle': pay.idle,
    'gates.idle': gatesOpen,
  };
  return Object.entries(COMPONENT_LABELS).map(([name, label]) => ({
    name,
    value: values[name as keyof typeof values], // keys are the same by construction
    weight: 1,
    label,
  }));
}
