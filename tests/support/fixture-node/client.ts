import { ApiPromise, WsProvider } from '@polkadot/api';
import type { ApiOptions, SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { ISubmittableResult } from '@polkadot/types/types';
import type { FixtureNode } from './node.ts';

// A plain @polkadot/api in front of a fixture node, for tests of the node itself.

export type Transaction = SubmittableExtrinsic<'promise', ISubmittableResult>;

export interface OpenApi {
  readonly api: ApiPromise;
  /** A call as it is, without the client's own types; rejects with `code: message: data`. */
  send(method: string, ...params: unknown[]): Promise<unknown>;
}

export async function openApi(node: FixtureNode): Promise<OpenApi> {
  const provider = new WsProvider(node.url, 100);
  const api = await ApiPromise.create({
    // Their own interface is declared without exact optional properties.
    provider: provider as NonNullable<ApiOptions['provider']>,
    noInitWarn: true,
  });
  return { api, send: (method, ...params) => provider.send(method, params) };
}

export interface Followed {
  readonly statuses: readonly string[];
  readonly result: ISubmittableResult;
}

/**
 * Signs with the next nonce, sends, and makes blocks until finality.
 * @returns every status in order and the last result; rejects when the node refuses it
 */
export async function follow(
  node: FixtureNode,
  transaction: Transaction,
  signer: KeyringPair,
): Promise<Followed> {
  const statuses: string[] = [];
  return await new Promise((resolve, reject) => {
    transaction
      .signAndSend(signer, { nonce: -1 }, (result) => {
        statuses.push(result.status.type);
        if (result.status.isBroadcast) node.newBlock();
        else if (result.status.isInBlock) node.newBlock(2);
        else if (!result.status.isReady) resolve({ statuses, result });
      })
      .catch(reject);
  });
}

/** `subtensorModule.SlippageTooHigh`; null for a call that went well. */
export function dispatchError(api: ApiPromise, { result }: Followed): string | null {
  const error = result.dispatchError;
  if (!error) return null;
  if (!error.isModule) return error.toString();
  const { section, name } = api.registry.findMetaError(error.asModule);
  return `${section}.${name}`;
}
