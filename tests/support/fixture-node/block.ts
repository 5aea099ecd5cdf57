import type { Header } from '@polkadot/types/interfaces';
import { compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { utf8 } from '../../../src/shared/bytes.ts';
import { transact } from './dispatch.ts';
import { execute } from './calls.ts';
import type { SignedExtrinsic } from './extrinsic.ts';
import { costOf, type DispatchCost, INHERENT_COST } from './fees.ts';
import type { PriceCurve } from './pool.ts';
import type { Runtime } from './runtime.ts';
import { totalFee } from './validity.ts';
import { cloneWorld, touchAccount, type World } from './world.ts';

// Blocks of the simulated chain: header, extrinsics, events, and the state after them.

export interface HeaderJson {
  readonly parentHash: string;
  readonly number: string;
  readonly stateRoot: string;
  readonly extrinsicsRoot: string;
  readonly digest: { readonly logs: readonly string[] };
}

export interface Block {
  readonly hash: string;
  readonly number: number;
  readonly header: HeaderJson;
  readonly extrinsics: readonly string[];
  /** `System.Events`, encoded by the runtime that executed the block. */
  readonly events: Uint8Array;
  readonly world: World;
  /** Runtime of the state after the block: a new one when the block upgraded it. */
  readonly runtime: Runtime;
}

/** Milliseconds between two blocks on the chain's own clock. */
export const SLOT_MS = 12_000;

interface Applied {
  readonly extrinsics: readonly string[];
  readonly events: Uint8Array;
  readonly world: World;
}

export interface Sealing {
  readonly parent: Block;
  readonly applied: Applied;
  readonly runtime: Runtime;
  /** Makes two blocks of the same parent differ. */
  readonly fork: number;
  readonly startMs: number;
}

export function sealBlock({ parent, applied, runtime, fork, startMs }: Sealing): Block {
  const number = parent.number + 1;
  const { header, hash } = makeHeader(parent.runtime, {
    parentHash: parent.hash,
    number,
    slot: slotAt(startMs, number),
    body: [...applied.extrinsics, u8aToHex(applied.events), `fork ${fork}`].join('\n'),
  });
  return { hash, number, header, ...applied, runtime };
}

export function genesisBlock(runtime: Runtime, world: World, hash: string | undefined): Block {
  const made = makeHeader(runtime, {
    parentHash: `0x${'00'.repeat(32)}`,
    number: 0,
    slot: 0,
    body: 'genesis of the fixture chain',
  });
  return {
    hash: hash ?? made.hash,
    number: 0,
    header: made.header,
    extrinsics: [],
    events: new Uint8Array([0]),
    world,
    runtime,
  };
}

function slotAt(startMs: number, number: number): number {
  return Math.floor(startMs / SLOT_MS) + number;
}

interface HeaderParts {
  readonly parentHash: string;
  readonly number: number;
  readonly slot: number;
  /** What the roots are hashed from: a simulator has no tries. */
  readonly body: string;
}

function makeHeader(runtime: Runtime, { parentHash, number, slot, body }: HeaderParts) {
  const header = runtime.registry.createType<Header>('Header', {
    parentHash,
    number,
    stateRoot: blake2AsHex(utf8(`state after ${number}\n${body}`), 256),
    extrinsicsRoot: blake2AsHex(utf8(body), 256),
    digest: {
      logs: [{ PreRuntime: ['aura', runtime.registry.createType('u64', slot).toHex(true)] }],
    },
  });
  const json: HeaderJson = {
    parentHash,
    number: `0x${number.toString(16)}`,
    stateRoot: header.stateRoot.toHex(),
    extrinsicsRoot: header.extrinsicsRoot.toHex(),
    digest: { logs: header.digest.logs.map((log) => log.toHex()) },
  };
  return { header: json, hash: header.hash.toHex() };
}

export interface BlockBuilder {
  readonly world: World;
  apply(extrinsic: SignedExtrinsic): void;
  finish(): Applied;
}

/** Executes extrinsics one after the other over a copy of the parent's state. */
export function buildOn(parent: Block, curve: PriceCurve, startMs: number): BlockBuilder {
  const { runtime } = parent;
  const number = parent.number + 1;
  let world = cloneWorld(parent.world);
  const extrinsics: string[] = [];
  const records: Uint8Array[] = [];

  function record(events: readonly Uint8Array[]): void {
    const phase = runtime.registry.createType('Phase', { ApplyExtrinsic: extrinsics.length });
    // No topics.
    records.push(...events.map((event) => u8aConcat(phase.toU8a(), event, new Uint8Array([0]))));
  }

  function end(failure: { pallet: string; message: string } | null, cost: DispatchCost) {
    const info = { weight: cost.weight, class: cost.class, paysFee: cost.paysFee };
    return failure === null
      ? runtime.event('System', 'ExtrinsicSuccess', [info])
      : runtime.event('System', 'ExtrinsicFailed', [
          runtime.moduleError(failure.pallet, failure.message),
          info,
        ]);
  }

  // The inherent every block begins with.
  const now = slotAt(startMs, number) * SLOT_MS;
  const inherent = u8aConcat(new Uint8Array([4]), runtime.call('Timestamp', 'set', [now]));
  record([end(null, INHERENT_COST)]);
  extrinsics.push(u8aToHex(u8aConcat(compactToU8a(inherent.length), inherent)));

  return {
    get world() {
      return world;
    },
    apply(extrinsic) {
      const { signer, call, tip, bytes } = extrinsic;
      const fee = totalFee(extrinsic);
      const account = touchAccount(world, signer);
      account.free -= fee;
      account.nonce += 1;
      const result = transact({ world, runtime, curve, who: signer, block: number }, (dispatch) =>
        execute(dispatch, call),
      );
      world = result.world;
      record([
        ...(fee > 0n ? [runtime.event('Balances', 'Withdraw', [signer, fee])] : []),
        ...result.events,
        ...(fee > 0n
          ? [runtime.event('TransactionPayment', 'TransactionFeePaid', [signer, fee, tip])]
          : []),
        end(result.failure, costOf(call)),
      ]);
      extrinsics.push(u8aToHex(bytes));
    },
    finish: () => ({
      extrinsics,
      events: u8aConcat(compactToU8a(records.length), ...records),
      world,
    }),
  };
}
