import type { DispatchError, EventRecord } from '@polkadot/types/interfaces';
import * as v from 'valibot';
import { type Fault, dispatchFault } from './faults.ts';
import type { OrderOutcome } from './contract.ts';
import { toPlain } from './plain.ts';
import { Amount } from './schemas.ts';

// What a transaction did, from the events of its block: never from what was quoted.

export type Result =
  | { readonly kind: 'done'; readonly outcome: OrderOutcome }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly fee: bigint };

/** Members of the stake events, which the runtime lists without names; -1 where it has none. */
const STAKE_EVENTS: Readonly<Record<string, { readonly tao: number; readonly alpha: number }>> = {
  StakeAdded: { tao: 2, alpha: 3 },
  StakeRemoved: { tao: 2, alpha: 3 },
  StakeMoved: { tao: 5, alpha: -1 },
  StakeSwapped: { tao: 4, alpha: -1 },
};

/**
 * Reads the events of one transaction.
 * @param block  hash of the block that they are in
 * @param events those of this transaction alone, in order
 */
export function readResult(block: string, events: readonly EventRecord[]): Result {
  const fee = feeOf(events);
  const failure = events.find(({ event }) => is(event, 'system', 'ExtrinsicFailed'));
  if (failure) {
    const [error] = failure.event.data;
    // The event's first member is its error, by the definition of frame_system.
    const fault = dispatchFault(failure.event.registry, error as unknown as DispatchError);
    return { kind: 'failed', fault, fee };
  }
  return { kind: 'done', outcome: { block, fee, ...amounts(events), events: events.map(inWords) } };
}

/**
 * TAO and alpha that changed hands. A swap is told in three events, out, in and both: the last
 * that names an amount is what remains.
 */
function amounts(events: readonly EventRecord[]): Pick<OrderOutcome, 'tao' | 'alpha'> {
  let tao: bigint | null = null;
  let alpha: bigint | null = null;
  for (const { event } of events) {
    const members = STAKE_EVENTS[event.method];
    if (event.section !== 'subtensorModule' || !members) continue;
    tao = amountAt(event, members.tao) ?? tao;
    alpha = amountAt(event, members.alpha) ?? alpha;
  }
  return { tao, alpha };
}

function amountAt({ data }: EventRecord['event'], index: number): bigint | null {
  const member = data[index];
  return member === undefined ? null : (asAmount(toPlain(member)) ?? null);
}

function asAmount(value: unknown): bigint | undefined {
  const parsed = v.safeParse(Amount, value);
  return parsed.success ? parsed.output : undefined;
}

/** What was taken for the transaction itself, also when it failed. */
function feeOf(events: readonly EventRecord[]): bigint {
  const paid = events.find(({ event }) => is(event, 'transactionPayment', 'TransactionFeePaid'));
  const names = paid?.event.data.names ?? [];
  const index = names.findIndex((name) => name === 'actualFee');
  return (paid && amountAt(paid.event, index)) ?? 0n;
}

function inWords({ event }: EventRecord): OrderOutcome['events'][number] {
  const { names } = event.data;
  const text = [...event.data]
    .map((member, index) => (names ? `${names[index]} ${member.toString()}` : member.toString()))
    .join(', ');
  return { name: `${event.section}.${event.method}`, text };
}

function is({ section, method }: EventRecord['event'], pallet: string, name: string): boolean {
  return section === pallet && method === name;
}
