import { ApiPromise, WsProvider } from '@polkadot/api';
import type { ApiOptions } from '@polkadot/api/types';
import { AppError } from '../shared/errors.ts';
import { type ChainFacts, TESTED_SPEC } from './contract.ts';
import { unknownExtensions } from './extensions.ts';
import type { MetadataCache } from './metadata-cache.ts';
import { networkOf } from './networks.ts';

// One connection to one node under one runtime. It ends when the node is gone, when it falls
// silent, and when the runtime is upgraded: names, indexes and types all belong to one runtime, so
// an upgrade begins a new session on the same endpoint.

/** What speaks JSON-RPC to one node. */
export type Provider = NonNullable<ApiOptions['provider']>;

/** How a session ended. */
export type Ending =
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'upgraded'; readonly specVersion: number };

export interface Session {
  readonly api: ApiPromise;
  /**
   * Asks the node past the library, which answers the same question from memory for two seconds:
   * too old for a nonce or for what is final.
   */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** With the newest block that the node told of. */
  facts(): ChainFacts;
  readonly ended: Promise<Ending>;
  /** Keeps the connection until the returned release is called, also past its end by an upgrade. */
  hold(): () => void;
  /** Gives the session up; the connection goes once nobody holds it. */
  close(): void;
}

export interface SessionOptions {
  readonly endpoint: string;
  /** Genesis hash that the node must have; null takes any chain. */
  readonly genesis: string | null;
  readonly cache: MetadataCache | null;
  readonly connect: (endpoint: string) => Provider;
  /** Called with every new block. */
  readonly onBlock: () => void;
}

const OPEN_LIMIT_MS = 30_000;
const REQUEST_LIMIT_MS = 30_000;
/** Blocks come every 12 s; a node without one for so long is stuck or cut off. */
const SILENT_MS = 120_000;

/** A WebSocket that does not reconnect by itself: the next endpoint is chosen elsewhere. */
export function connectSocket(endpoint: string): Provider {
  // Its own types differ by an explicit undefined, which the compiler keeps apart here.
  return new WsProvider(endpoint, false, {}, REQUEST_LIMIT_MS) as Provider;
}

/**
 * Connects and reads what the runtime is.
 * @throws AppError `chain.unavailable` when the node does not answer, or serves another chain
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const provider = options.connect(options.endpoint);
  const api = new ApiPromise({
    provider,
    // Unknown extensions are looked at by ourselves, and said where a person can read it.
    noInitWarn: true,
    // The page has no WebAssembly for it (vite.config.ts): hashes fall back to JavaScript, and
    // nothing is signed with the library's own cryptography.
    initWasm: false,
    ...(options.cache && { metadata: await options.cache.load() }),
  });
  try {
    await within(OPEN_LIMIT_MS, Promise.all([provider.connect(), whenReady(api, provider)]));
    const { genesis } = options;
    const served = api.genesisHash.toHex();
    if (genesis !== null && served !== genesis) {
      throw new AppError(
        'chain.unavailable',
        `the node serves the chain ${served}, not ${genesis}`,
      );
    }
    ignoreUpgrades(api);
    await keepMetadata(api, options.cache);
    return await follow(api, provider, options);
  } catch (error) {
    await api.disconnect();
    throw error;
  }
}

async function follow(
  api: ApiPromise,
  provider: Provider,
  { endpoint, onBlock }: SessionOptions,
): Promise<Session> {
  const fixed = fixedFacts(api, endpoint);
  let block = (await api.rpc.chain.getHeader()).number.toNumber();
  let holders = 1;
  let end: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  const silent = () => end({ kind: 'lost', reason: `no block for ${SILENT_MS / 1000} s` });
  let silence = setTimeout(silent, SILENT_MS);
  const leave = provider.on('disconnected', () =>
    end({ kind: 'lost', reason: 'the connection closed' }),
  );
  await api.rpc.chain.subscribeNewHeads((header) => {
    block = header.number.toNumber();
    clearTimeout(silence);
    silence = setTimeout(silent, SILENT_MS);
    onBlock();
  });
  await api.rpc.state.subscribeRuntimeVersion(({ specVersion }) => {
    if (specVersion.toNumber() === fixed.specVersion) return;
    end({ kind: 'upgraded', specVersion: specVersion.toNumber() });
  });
  void ended.then(() => clearTimeout(silence));

  function release(): void {
    holders -= 1;
    if (holders > 0) return;
    leave();
    clearTimeout(silence);
    // Nothing can be done about a socket that fails while it is closed.
    api.disconnect().catch(() => undefined);
  }
  return {
    api,
    request: (method, params) => provider.send(method, [...params]),
    facts: () => ({ ...fixed, block }),
    ended,
    hold() {
      holders += 1;
      return once(release);
    },
    close: once(release),
  };
}

function fixedFacts(api: ApiPromise, endpoint: string): Omit<ChainFacts, 'block'> {
  const genesis = api.genesisHash.toHex();
  const specVersion = api.runtimeVersion.specVersion.toNumber();
  const deposit = api.consts['balances']?.['existentialDeposit'];
  return {
    endpoint,
    genesis,
    network: networkOf(genesis, endpoint),
    specName: api.runtimeVersion.specName.toString(),
    specVersion,
    untested: specVersion > TESTED_SPEC,
    existentialDeposit: BigInt(deposit?.toString() ?? 0),
    unknownExtensions: unknownExtensions(api.registry),
  };
}

/** Resolves when the api knows the runtime; a connection that closes before that is an error. */
async function whenReady(api: ApiPromise, provider: Provider): Promise<void> {
  let leave = (): void => undefined;
  const closed = new Promise<never>((_, reject) => {
    leave = provider.on('disconnected', () =>
      reject(new AppError('chain.unavailable', 'the node closed the connection')),
    );
  });
  try {
    await Promise.race([api.isReadyOrError, closed]);
  } finally {
    leave();
  }
}

/**
 * Keeps the library from following an upgrade itself: it would fetch metadata of version 14, which
 * lacks the runtime's APIs, and end the process when that fails, since nobody hears its error.
 */
function ignoreUpgrades(api: ApiPromise): void {
  // Its own method, private to its types.
  api['_unsubscribeUpdates']();
}

async function keepMetadata(api: ApiPromise, cache: MetadataCache | null): Promise<void> {
  if (!cache) return;
  const key = `${api.genesisHash.toHex()}-${api.runtimeVersion.specVersion.toString()}`;
  await cache.keep(key, () => api.runtimeMetadata.toHex());
}

/** @throws AppError `chain.unavailable` when the work takes longer */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('chain.unavailable', `no answer within ${limitMs / 1000} s`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
