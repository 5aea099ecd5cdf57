import { formatAgo, formatCount, formatFixed, formatPercent } from '../../app/format.ts';
import type { RankedSubnet, Ranking, Reasons } from '../../miner/planning/rank.ts';
import { m } from '../../paraglide/messages.js';
import type { ChainSnapshot } from '../../protocol/chain-snapshot.ts';

// The ranking in words: one sentence why each subnet stands where it stands.

/** What the page knows about the chain behind a ranking. */
export interface ChainKnowledge {
  /** Null while the coordinator has not said what it knows. */
  readonly isConfigured: boolean | null;
  readonly chain: ChainSnapshot | null;
}

/** On what the whole ranking rests. */
export function basisSentence(
  { basis, isStale }: Pick<Ranking, 'basis' | 'isStale'>,
  { isConfigured, chain }: ChainKnowledge,
  nowMs: number,
): string {
  if (basis === 'chain' && chain) {
    const age = formatAgo(chain.atMs, nowMs);
    return isStale ? m.plan_basis_stale({ age }) : m.plan_basis_chain({ age });
  }
  if (chain) return m.plan_basis_unlisted();
  if (isConfigured === null) return m.plan_basis_unknown();
  return isConfigured ? m.plan_basis_silent() : m.plan_basis_none();
}

/** Why one subnet stands where it stands; what is unknown is said to be. */
export function reasoning(
  { reasons }: Pick<RankedSubnet, 'reasons'>,
  { hasChain }: { hasChain: boolean },
): string {
  if (!reasons.isOpen) return m.plan_closed();
  const demand = capital(demandWords(reasons));
  const device = deviceWords(reasons);
  return hasChain
    ? m.plan_sentence_chain({ demand, chain: chainWords(reasons), device })
    : m.plan_sentence({ demand, device });
}

function demandWords({ openJobs, practice }: Reasons): string {
  const parts = [
    ...(openJobs > 0 ? [m.plan_jobs({ count: openJobs, text: formatCount(openJobs) })] : []),
    ...(practice > 0 ? [m.plan_practice({ count: practice, text: formatCount(practice) })] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : m.plan_nothing();
}

function chainWords({ chainShare }: Reasons): string {
  if (chainShare === null) return m.plan_chain_unlisted();
  return m.plan_chain({ share: formatPercent(chainShare, 2) });
}

function deviceWords({ measured: { unitsPerHour, quality } }: Reasons): string {
  const rate = unitsPerHour === null ? null : formatCount(unitsPerHour);
  const shown = quality === null ? null : formatFixed(quality, 2);
  if (rate !== null && shown !== null) return m.plan_device_both({ rate, quality: shown });
  if (rate !== null) return m.plan_device_rate({ rate });
  return shown === null ? m.plan_device_none() : m.plan_device_quality({ quality: shown });
}

const NETWORKS: Readonly<Record<ChainSnapshot['network'], () => string>> = {
  mainnet: m.net_mainnet,
  testnet: m.net_testnet,
  local: m.net_local,
  other: m.net_other,
};

/** Which chain, how far, how old, from where. */
export function chainSentence(chain: ChainSnapshot, nowMs: number): string {
  const values = {
    network: NETWORKS[chain.network](),
    block: formatCount(chain.block),
    age: formatAgo(chain.atMs, nowMs),
    endpoint: chain.endpoint,
  };
  return chain.stale ? m.net_state_stale(values) : m.net_state(values);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
