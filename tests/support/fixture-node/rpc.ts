import { hexToU8a, u8aToHex } from '@polkadot/util';
import type { Block } from './block.ts';
import type { Chain } from './chain.ts';
import { RpcError } from './rpc-error.ts';
import { callRuntime, dispatchInfo } from './runtime-calls.ts';
import { listStorage, readStorage } from './storage.ts';
import { publicKey } from './world.ts';

// JSON-RPC methods of a Substrate node: those that @polkadot/api uses, under the node's own names.

export interface Connection {
  /** Sends a notification, after the answer that is being given. */
  notify(method: string, subscription: string, result: unknown): void;
  /** Keeps what ends a subscription; @returns its id. */
  open(start: (subscription: string) => () => void): string;
  /** @returns false for one that is not open */
  shut(subscription: string): boolean;
}

export interface RpcContext {
  readonly chain: Chain;
  readonly chainName: string;
  readonly connection: Connection;
}

type Params = readonly unknown[];
type Handler = (context: RpcContext, params: Params) => unknown;

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new RpcError(-32602, 'Invalid params');
  return value;
};
const optional = (value: unknown): string | null =>
  value === undefined || value === null ? null : text(value);
const texts = (value: unknown): string[] => {
  if (!Array.isArray(value)) throw new RpcError(-32602, 'Invalid params');
  return value.map(text);
};

function view(chain: Chain, at: unknown) {
  const block = chain.stateAt(optional(at));
  return { block, curve: chain.curve, hashOf: (number: number) => chain.atHeight(number)?.hash };
}

const read = (chain: Chain, key: string, at: unknown) => readStorage(view(chain, at), key);

function changes(chain: Chain, keys: readonly string[], at: unknown) {
  const block = chain.stateAt(optional(at));
  return { block: block.hash, changes: keys.map((key) => [key, read(chain, key, block.hash)]) };
}

function subscribeHeads(
  method: string,
  start: (tell: (block: Block) => void, chain: Chain) => () => void,
): Handler {
  return ({ chain, connection }) =>
    connection.open((id) => start((block) => connection.notify(method, id, block.header), chain));
}

const onHead = (tell: (block: Block) => void, chain: Chain) => {
  tell(chain.head());
  return chain.listen({ head: tell });
};
const onFinalized = (tell: (block: Block) => void, chain: Chain) => {
  tell(chain.finalized());
  return chain.listen({ finalized: tell });
};

const newHeads = subscribeHeads('chain_newHead', onHead);
const finalizedHeads = subscribeHeads('chain_finalizedHead', onFinalized);
const unsubscribe: Handler = ({ connection }, [id]) => connection.shut(text(id));

const subscribeRuntime: Handler = ({ chain, connection }) =>
  connection.open((id) => {
    const tell = (version: unknown) => connection.notify('state_runtimeVersion', id, version);
    tell(chain.head().runtime.version);
    return chain.listen({ runtime: ({ version }) => tell(version) });
  });

/** Sends all values once, then those that changed with a block. */
const subscribeStorage: Handler = ({ chain, connection }, [asked]) => {
  const keys = texts(asked);
  return connection.open((id) => {
    const last = new Map<string, string | null>();
    function tell(): void {
      const changed = keys.filter((key) => {
        const value = read(chain, key, null);
        if (last.has(key) && last.get(key) === value) return false;
        last.set(key, value);
        return true;
      });
      if (changed.length === 0) return;
      connection.notify('state_storage', id, changes(chain, changed, null));
    }
    tell();
    return chain.listen({ state: tell });
  });
};

const blockHash: Handler = ({ chain }, [asked]) => {
  const at = (number: unknown): string | null => chain.atHeight(Number(number))?.hash ?? null;
  if (Array.isArray(asked)) return asked.map(at);
  return asked === undefined || asked === null ? chain.head().hash : at(asked);
};

const submitAndWatch: Handler = ({ chain, connection }, [bytes]) =>
  connection.open((id) => {
    let open = true;
    chain.submit(hexToU8a(text(bytes)), (status) => {
      if (open) connection.notify('author_extrinsicUpdate', id, status);
    });
    return () => {
      open = false;
    };
  });

function findBlock(chain: Chain, hash: unknown): Block | null {
  const asked = optional(hash);
  return asked === null ? chain.head() : (chain.block(asked) ?? null);
}

const METHODS: Readonly<Record<string, Handler>> = {
  system_chain: ({ chainName }) => chainName,
  system_chainType: () => 'Local',
  system_name: () => 'Adit fixture node',
  system_version: () => '1.0.0-fixture',
  system_properties: () => ({
    isEthereum: false,
    ss58Format: 42,
    tokenDecimals: 9,
    tokenSymbol: 'TAO',
  }),
  system_health: () => ({ peers: 0, isSyncing: false, shouldHavePeers: false }),
  system_peers: () => [],
  system_nodeRoles: () => ['Full'],
  system_accountNextIndex: ({ chain }, [who]) => chain.pool.nextIndex(publicKey(text(who))),
  chain_getBlockHash: blockHash,
  chain_getHead: blockHash,
  chain_getFinalizedHead: ({ chain }) => chain.finalized().hash,
  chain_getFinalisedHead: ({ chain }) => chain.finalized().hash,
  chain_getHeader: ({ chain }, [hash]) => findBlock(chain, hash)?.header ?? null,
  chain_getBlock({ chain }, [hash]) {
    const block = findBlock(chain, hash);
    if (!block) return null;
    const { header, extrinsics } = block;
    return { block: { header, extrinsics }, justifications: null };
  },
  chain_subscribeNewHead: newHeads,
  chain_subscribeNewHeads: newHeads,
  chain_subscribeAllHeads: subscribeHeads('chain_allHead', onHead),
  chain_subscribeFinalizedHeads: finalizedHeads,
  chain_subscribeFinalisedHeads: finalizedHeads,
  chain_unsubscribeNewHead: unsubscribe,
  chain_unsubscribeNewHeads: unsubscribe,
  chain_unsubscribeAllHeads: unsubscribe,
  chain_unsubscribeFinalizedHeads: unsubscribe,
  chain_unsubscribeFinalisedHeads: unsubscribe,
  state_getRuntimeVersion: ({ chain }, [at]) => chain.stateAt(optional(at)).runtime.version,
  state_subscribeRuntimeVersion: subscribeRuntime,
  state_unsubscribeRuntimeVersion: unsubscribe,
  state_getMetadata: ({ chain }, [at]) =>
    u8aToHex(chain.stateAt(optional(at)).runtime.metadataAt(14)),
  state_call: ({ chain }, [method, parameters, at]) =>
    callRuntime(view(chain, at), { method: text(method), parameters: text(parameters) }),
  state_getStorage: ({ chain }, [key, at]) => read(chain, text(key), at),
  state_getStorageAt: ({ chain }, [key, at]) => read(chain, text(key), at),
  state_queryStorageAt: ({ chain }, [keys, at]) => [changes(chain, texts(keys), at)],
  state_getKeysPaged({ chain }, [prefix, count, start, at]) {
    const after = optional(start);
    return listStorage(view(chain, at), text(prefix))
      .filter((key) => after === null || key > after)
      .slice(0, Number(count));
  },
  state_subscribeStorage: subscribeStorage,
  state_unsubscribeStorage: unsubscribe,
  payment_queryInfo({ chain }, [bytes, at]) {
    const info = dispatchInfo(view(chain, at), hexToU8a(text(bytes)));
    return {
      weight: {
        ref_time: Number(info.weight.refTime),
        proof_size: Number(info.weight.proofSize),
      },
      class: info.class.toLowerCase(),
      partialFee: String(info.partialFee),
    };
  },
  author_submitExtrinsic: ({ chain }, [bytes]) => chain.submit(hexToU8a(text(bytes))),
  author_submitAndWatchExtrinsic: submitAndWatch,
  author_unwatchExtrinsic: unsubscribe,
  author_pendingExtrinsics: ({ chain }) => chain.pool.waiting().map(({ bytes }) => u8aToHex(bytes)),
};

/** @throws RpcError with the code and text of a node */
export function callMethod(context: RpcContext, method: string, params: Params): unknown {
  if (method === 'rpc_methods') return { methods: [...Object.keys(METHODS), 'rpc_methods'].sort() };
  const handler = METHODS[method];
  if (!handler) throw new RpcError(-32601, 'Method not found');
  return handler(context, params);
}
