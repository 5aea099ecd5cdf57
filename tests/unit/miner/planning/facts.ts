import type { Measured } from '../../../../src/miner/planning/rank.ts';
import type { ChainSnapshot } from '../../../../src/protocol/chain-snapshot.ts';
import type { SubnetInfo } from '../../../../src/protocol/hello.ts';

// Subnets, a chain and measurements made of plain values.

export function subnet(
  slug: string,
  netuid: number,
  waiting: Partial<SubnetInfo['waiting']> = {},
  change: Partial<SubnetInfo> = {},
): SubnetInfo {
  return {
    slug,
    netuid,
    title: slug.toUpperCase(),
    work: 'practice',
    score: 'exact',
    downloadBytes: 1,
    bytesPerItem: 1,
    open: true,
    takesJobs: false,
    waiting: { operator: 0, rendered: 0, job: 0, ...waiting },
    ...change,
  };
}

/** A chain that emits so many rao per block into each netuid, of 1,000 in all. */
export function chainOf(emissions: Readonly<Record<number, number>>, stale = false): ChainSnapshot {
  return {
    endpoint: 'node.example',
    genesis: `0x${'ab'.repeat(32)}`,
    network: 'mainnet',
    specVersion: 424,
    block: 100,
    atMs: 1_000,
    stale,
    emissionTotal: '1000',
    subnets: Object.entries(emissions).map(([netuid, emission]) => ({
      netuid: Number(netuid),
      name: `Subnet ${netuid}`,
      symbol: 'α',
      price: '20000000',
      emission: String(emission),
      registrationCost: null,
      tempo: 360,
    })),
  };
}

export function measuredAs(change: Partial<Measured>): Measured {
  return { unitsPerHour: null, quality: null, judgedUnits: 0, ...change };
}
