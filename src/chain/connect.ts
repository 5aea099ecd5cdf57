import { AppError } from '../shared/errors.ts';
import type { ChainClient } from './contract.ts';
import { openLine } from './line.ts';
import { keepInBrowser, type MetadataCache } from './metadata-cache.ts';
import { maximum, prepareOrder, prepareRegistration, quote } from './prepare.ts';
import { createAccountQueue } from './queue.ts';
import { quoteExit } from './quotes.ts';
import { readBalance } from './reads/balance.ts';
import { readPositions } from './reads/positions.ts';
import { minimumStake, readRegistrationCost } from './reads/registration.ts';
import { readSubnets } from './reads/subnets.ts';
import { readValidators } from './reads/validators.ts';
import { sendCall } from './send.ts';
import { walletMetadata } from './wallet-metadata.ts';
import { connectSocket, openSession, type Provider, type Session } from './session.ts';

// The chain client. This file brings @polkadot/api with it, some 350 kB: import it when the chain is
// needed, not before.

export interface ConnectChainOptions {
  /** Genesis hash that nodes must serve; null takes any chain. */
  readonly genesis: string | null;
  /** Null downloads the metadata at every start; a browser's own cache by default. */
  readonly cache?: MetadataCache | null;
  /** How to reach an endpoint; a WebSocket by default. */
  readonly connect?: (endpoint: string) => Provider;
  /** How long a call waits for a node, ms. */
  readonly waitMs?: number;
  /** Pause after a round in which no endpoint answered, ms. */
  readonly pauseMs?: number;
}

/**
 * Opens the line to the chain. Returns at once, in the state `connecting`; calls wait a while for
 * the first node that answers.
 *
 * @param endpoints WebSocket addresses, best first: when one is lost the next is taken
 * @throws AppError `config.invalid` without an endpoint
 */
export async function connectChain(
  endpoints: readonly string[],
  options: ConnectChainOptions,
): Promise<ChainClient> {
  const { genesis, cache = browserCache(), connect = connectSocket, waitMs, pauseMs } = options;
  const line = openLine({
    endpoints,
    open: (endpoint, onBlock) => openSession({ endpoint, genesis, cache, connect, onBlock }),
    ...(waitMs !== undefined && { waitMs }),
    ...(pauseMs !== undefined && { pauseMs }),
  });
  const queue = createAccountQueue();

  /** Asks through the session of now, which stays open until the answer is there. */
  async function ask<T>(question: (session: Session) => Promise<T> | T): Promise<T> {
    const session = await line.session();
    const release = session.hold();
    try {
      return await question(session);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new AppError('chain.unavailable', said, { retryable: true, cause });
    } finally {
      release();
    }
  }

  return {
    state: line.state,
    subscribe: line.subscribe,
    balance: (address) =>
      ask(({ api, facts }) => readBalance(api, address, facts().existentialDeposit)),
    subnets: () => ask(({ api }) => readSubnets(api)),
    positions: (coldkey) => ask(({ api }) => readPositions(api, coldkey)),
    validators: () => ask(({ api }) => readValidators(api)),
    exitValue: (netuid, alpha) => ask(({ api }) => quoteExit(api, netuid, alpha)),
    quote: (order, coldkey) => ask((session) => quote(session, order, coldkey)),
    minStake: () => ask(({ api }) => minimumStake(api)),
    maximum: (order, coldkey) => ask((session) => maximum(session, order, coldkey)),
    prepare: (order, limits, coldkey) =>
      ask((session) => prepareOrder(session, order, { limits, coldkey })),
    prepareRegistration: (order, coldkey) =>
      ask((session) => prepareRegistration(session, order, coldkey)),
    send: (prepared, sending) => sendCall({ line, queue }, prepared, sending),
    registrationCost: (netuid) => ask(({ api }) => readRegistrationCost(api, netuid)),
    walletMetadata: () => ask(({ api }) => walletMetadata(api)),
    close: line.close,
  };
}

/** Node has no cache of responses, and neither has a page without https. */
function browserCache(): MetadataCache | null {
  return 'caches' in globalThis ? keepInBrowser(caches) : null;
}
