import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from '../../../src/chain/session.ts';

// A node in memory that answers what a test says, with the metadata of the real chain. It keeps no
// state and checks nothing: it proves what is asked and how answers are read, not what a chain does.

const shared = process.env['ADIT_SHARED'] ?? '../shared';

/** A file of the chain's test data, or null where it is absent. */
export function chainFile(name: string): Buffer | null {
  const path = join(shared, 'chain', name);
  return existsSync(path) ? readFileSync(path) : null;
}

export const hasChainData = chainFile('metadata-finney-424.scale') !== null;
export const whyNot = `no chain data in ${shared}: set ADIT_SHARED`;

export const FINNEY = '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03';

/** Dev keys: //Alice and //Alice//hk. */
export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
export const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
export const HOTKEY = '5Gy1LKtRbh3WPjjLqBAwhLf6qYbDnYEkY1YVDRuhxNKRPpAf';

export function metadataHex(spec: number): `0x${string}` {
  const bytes = chainFile(`metadata-finney-${spec}.scale`);
  if (!bytes) throw new Error(whyNot);
  return `0x${bytes.toString('hex')}`;
}

type Listener = (value?: unknown) => void;
type Callback = (error: Error | null, result: unknown) => void;

export interface StubOptions {
  readonly spec?: number;
  readonly metadata?: `0x${string}`;
  readonly genesis?: string;
  /** SCALE answers of `state_call` by method, hexadecimal. */
  readonly calls?: Readonly<Record<string, (data: string) => string>>;
  /** Answers of other methods; they win over the built-in ones. */
  readonly rpc?: Readonly<Record<string, (params: readonly unknown[]) => unknown>>;
  /** Values of storage by key, hexadecimal; absent ones are null. */
  readonly storage?: (key: string) => string | null;
  readonly refuses?: boolean;
}

export interface StubNode {
  readonly provider: Provider;
  /** Every request in order. */
  readonly asked: { readonly method: string; readonly params: readonly unknown[] }[];
  /** Tells a new block to whoever listens. */
  block(number: number): void;
  /** Tells of a runtime upgrade. */
  upgrade(spec: number): void;
  /** Sends a value to the subscribers of `type`, such as `author_extrinsicUpdate`. */
  push(type: string, result: unknown): void;
  /** Breaks the line. */
  drop(): void;
  readonly isOpen: boolean;
}

const METADATA_API = '0x37e397fc7c91f5e4';

export function header(number: number): Record<string, unknown> {
  const hash = `0x${number.toString(16).padStart(64, '0')}`;
  return {
    number: `0x${number.toString(16)}`,
    parentHash: number > 0 ? `0x${(number - 1).toString(16).padStart(64, 'a')}` : hash,
    stateRoot: hash,
    extrinsicsRoot: hash,
    digest: { logs: [] },
  };
}

function runtimeVersion(specVersion: number): Record<string, unknown> {
  return {
    specName: 'node-subtensor',
    implName: 'node-subtensor',
    authoringVersion: 1,
    specVersion,
    implVersion: 1,
    apis: [[METADATA_API, 2]],
    transactionVersion: 1,
    stateVersion: 1,
  };
}

/** `Option<Bytes>` as a node wraps metadata. */
function opaque(hex: `0x${string}`): string {
  const bytes = Buffer.from(hex.slice(2), 'hex');
  const length = Buffer.alloc(4);
  length.writeUInt32LE((bytes.length << 2) | 2);
  return `0x01${length.toString('hex')}${bytes.toString('hex')}`;
}

export function stubNode(options: StubOptions = {}): StubNode {
  let spec = options.spec ?? 424;
  let best = 100;
  let isOpen = false;
  let nextId = 1;
  const listeners = new Map<string, Set<Listener>>();
  const subscribers = new Map<string, Map<number, Callback>>();
  const asked: { method: string; params: readonly unknown[] }[] = [];
  const metadata = (): `0x${string}` => options.metadata ?? metadataHex(spec);

  const builtIn: Record<string, (params: readonly unknown[]) => unknown> = {
    chain_getBlockHash: () => options.genesis ?? FINNEY,
    state_getRuntimeVersion: () => runtimeVersion(spec),
    system_chain: () => 'Bittensor',
    system_properties: () => ({ ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' }),
    system_health: () => ({ peers: 1, isSyncing: false, shouldHavePeers: true }),
    rpc_methods: () => ({ methods: [] }),
    chain_getHeader: () => header(best),
    chain_getFinalizedHead: () => `0x${best.toString(16).padStart(64, '0')}`,
    state_getMetadata: metadata,
    state_queryStorageAt: ([keys]) => [changes(keys)],
    state_getStorage: ([key]) => options.storage?.(String(key)) ?? null,
    state_call: ([method, data]) => stateCall(String(method), String(data)),
  };

  function changes(keys: unknown): unknown {
    const values = (keys as string[]).map((key) => [key, options.storage?.(key) ?? null]);
    return { block: FINNEY, changes: values };
  }

  function stateCall(method: string, data: string): string {
    if (method === 'Metadata_metadata_versions') return '0x0c0e0000000f00000010000000';
    if (method === 'Metadata_metadata_at_version') return opaque(metadata());
    const answer = options.calls?.[method];
    if (!answer) throw new Error(`the stub has no answer for ${method}`);
    return answer(data);
  }

  function emit(type: string, value?: unknown): void {
    for (const listener of listeners.get(type) ?? []) listener(value);
  }

  function push(type: string, result: unknown): void {
    for (const callback of subscribers.get(type)?.values() ?? []) callback(null, result);
  }

  async function send(method: string, params: readonly unknown[]): Promise<unknown> {
    if (!isOpen) throw new Error('the line is broken');
    asked.push({ method, params });
    const answer = options.rpc?.[method] ?? builtIn[method];
    if (!answer) throw new Error(`the stub has no answer for ${method}`);
    return answer(params);
  }

  const provider = {
    hasSubscriptions: true,
    isClonable: false,
    get isConnected() {
      return isOpen;
    },
    clone: () => provider,
    async connect() {
      await Promise.resolve();
      if (options.refuses) return emit('disconnected');
      isOpen = true;
      emit('connected');
    },
    async disconnect() {
      if (!isOpen) return;
      isOpen = false;
      emit('disconnected');
    },
    on(type: string, listener: Listener) {
      const all = listeners.get(type) ?? new Set();
      listeners.set(type, all.add(listener));
      return () => all.delete(listener);
    },
    send,
    async subscribe(type: string, method: string, params: readonly unknown[], callback: Callback) {
      if (options.rpc?.[method]) await send(method, params);
      else asked.push({ method, params });
      const id = nextId++;
      const all = subscribers.get(type) ?? new Map<number, Callback>();
      subscribers.set(type, all.set(id, callback));
      queueMicrotask(() => {
        if (method === 'state_subscribeRuntimeVersion') callback(null, runtimeVersion(spec));
        if (method === 'chain_subscribeNewHead') callback(null, header(best));
        if (method === 'state_subscribeStorage') callback(null, changes(params[0]));
      });
      return id;
    },
    async unsubscribe(type: string, _method: string, id: number) {
      return subscribers.get(type)?.delete(id) ?? false;
    },
  };

  return {
    provider: provider as unknown as Provider,
    asked,
    block(number) {
      best = number;
      push('chain_newHead', header(number));
    },
    upgrade(next) {
      spec = next;
      push('state_runtimeVersion', runtimeVersion(next));
    },
    push,
    drop() {
      isOpen = false;
      emit('disconnected');
    },
    get isOpen() {
      return isOpen;
    },
  };
}
