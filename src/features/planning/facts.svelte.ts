import type { ApiClient } from '../../miner/client.ts';
import { type MeasuredBySubnet, type Ranking, rankSubnets } from '../../miner/planning/rank.ts';
import type { Consent, MinerSession } from '../../miner/snapshot.ts';
import type { ChainSnapshot } from '../../protocol/chain-snapshot.ts';
import type { Hello } from '../../protocol/hello.ts';
import { Resource } from '../data/resource.svelte.ts';

// What the ranking is made of, read again now and then.

const REFRESH_MS = 60_000;

export class PlanFacts {
  readonly #network: Resource<{ readonly chain: ChainSnapshot | null }>;
  readonly #handle: Pick<MinerSession, 'measured' | 'lastConsent'>;
  #measured = $state.raw<MeasuredBySubnet>({});
  #consent = $state.raw<Consent | null>(null);

  constructor(
    client: Pick<ApiClient, 'network'>,
    handle: Pick<MinerSession, 'measured' | 'lastConsent'>,
  ) {
    this.#network = new Resource(() => client.network());
    this.#handle = handle;
  }

  get chain(): ChainSnapshot | null {
    return this.#network.value?.chain ?? null;
  }

  /** Subnets that were agreed to; empty before the first start. */
  get agreed(): readonly string[] {
    return this.#consent?.subnets ?? [];
  }

  rank(hello: Pick<Hello, 'subnets'>): Ranking {
    return rankSubnets({ subnets: hello.subnets, chain: this.chain, measured: this.#measured });
  }

  /** Reads at once and every minute; returns the stop. */
  follow(): () => void {
    void this.load();
    const timer = setInterval(() => void this.load(), REFRESH_MS);
    return () => clearInterval(timer);
  }

  async load(): Promise<void> {
    await Promise.all([this.#network.load(), this.readConsent(), this.#readMeasured()]);
  }

  async readConsent(): Promise<void> {
    this.#consent = await this.#handle.lastConsent().catch(() => null); // no storage: nothing agreed to
  }

  async #readMeasured(): Promise<void> {
    this.#measured = await this.#handle.measured().catch(() => ({})); // unknown stays unknown
  }
}
