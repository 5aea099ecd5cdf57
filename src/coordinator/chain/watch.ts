import type { Logger } from 'pino';
import type { ChainClient, ChainFacts, ChainState } from '../../chain/contract.ts';
import type { ChainSnapshot, ChainValidators } from '../../protocol/chain-snapshot.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { readSnapshot, readValidators } from './read.ts';

// Watches the chain through one connection and keeps what it said last, with its time. Nobody who
// asks waits for the chain: a request gets what is kept, and says how old it is.

export type WatchedChain = Pick<
  ChainClient,
  'state' | 'subscribe' | 'subnets' | 'registrationCost' | 'validators' | 'close'
>;

export interface ChainWatchOptions {
  readonly client: WatchedChain;
  /** Genesis that the chain must have; figures of another one would be lies. */
  readonly genesis: string;
  /** Subnets to read, whether or not they exist on this chain. */
  readonly netuids: readonly number[];
  /** Blocks between two readings. */
  readonly everyBlocks: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when the snapshot changed. */
  readonly onChange: () => void;
}

export interface ChainWatch {
  /** Null until the chain answered once. */
  snapshot(): ChainSnapshot | null;
  validators(): ChainValidators | null;
  stop(): Promise<void>;
}

/** The list of validators is long and changes slowly. */
const VALIDATORS_EVERY_BLOCKS = 50;
/** A reading that takes longer is given up: the node hangs. */
const READ_LIMIT_MS = 30_000;
/** Blocks come every 12 s: without one for so long the figures are old, connected or not. */
const SILENT_MS = 180_000;
const LOOK_EVERY_MS = 15_000;

export function startChainWatch(options: ChainWatchOptions): ChainWatch {
  const { client, clock, log, onChange } = options;
  let snapshot: ChainSnapshot | null = null;
  let validators: ChainValidators | null = null;
  let reading: Promise<void> | null = null;
  let stopped = false;
  /** Endpoint whose trouble the log has told already. */
  let told: string | null = null;
  /** Block of the last reading that succeeded or is under way. */
  let readBlock = -Infinity;
  let heardMs = clock.now();

  function onState(state: ChainState): void {
    if (stopped) return;
    if (state.kind !== 'ready') {
      if (state.kind === 'lost')
        tell(state.endpoint, { reason: state.reason }, 'the chain is lost');
      return grow();
    }
    heardMs = clock.now();
    if (!isOurs(state.chain)) return grow();
    const behind = Math.abs(state.chain.block - readBlock);
    const isDue = behind >= options.everyBlocks || snapshot?.stale !== false;
    if (reading || !isDue) return;
    readBlock = state.chain.block;
    reading = read(state.chain).finally(() => {
      reading = null;
    });
  }

  function tell(endpoint: string, facts: Record<string, unknown>, text: string): void {
    if (told === endpoint) return;
    told = endpoint;
    log.warn({ endpoint: hostOf(endpoint), ...facts }, text);
  }

  function isOurs({ genesis, endpoint }: ChainFacts): boolean {
    if (genesis === options.genesis) return true;
    tell(
      endpoint,
      { genesis, expected: options.genesis },
      'the node serves another chain than ADIT_CHAIN_GENESIS names; its figures are not used',
    );
    return false;
  }

  /** What is kept is old from now on. */
  function grow(): void {
    if (!snapshot || snapshot.stale) return;
    snapshot = { ...snapshot, stale: true };
    onChange();
  }

  async function read(chain: ChainFacts): Promise<void> {
    try {
      const next = await within(READ_LIMIT_MS, readSnapshot(client, chain, options.netuids));
      if (stopped) return;
      told = null;
      snapshot = { ...next, endpoint: hostOf(chain.endpoint), atMs: clock.now(), stale: false };
      onChange();
      if (chain.block - (validators?.block ?? -Infinity) < VALIDATORS_EVERY_BLOCKS) return;
      const list = await within(READ_LIMIT_MS, readValidators(client));
      validators = { block: chain.block, atMs: clock.now(), validators: list };
    } catch (error) {
      if (stopped) return;
      log.warn({ err: error, block: chain.block }, 'the chain could not be read; trying again');
      grow();
    }
  }

  const leave = client.subscribe(onState);
  const silence = setInterval(() => {
    if (clock.now() - heardMs > SILENT_MS) grow();
  }, LOOK_EVERY_MS);
  silence.unref();
  onState(client.state());
  return {
    snapshot: () => snapshot,
    validators: () => validators,
    async stop() {
      stopped = true;
      leave();
      clearInterval(silence);
      await client.close();
    },
  };
}

/** Host without port, path and whatever secret an address may carry. */
function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('chain.unavailable', `the chain did not answer in ${limitMs} ms`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
