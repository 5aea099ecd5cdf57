import type { ApiPromise } from '@polkadot/api';
import { Struct, Vec } from '@polkadot/types';
import type { Codec } from '@polkadot/types/types';
import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import type { Validator } from '../contract.ts';
import { toPlain } from '../plain.ts';
import { callCodec, parse, readStorage } from '../runtime.ts';
import { Account, ByteText, Whole } from '../schemas.ts';

const WHOLE_TAKE = 65_535;

const Delegate = v.object({
  delegateSs58: Account,
  ownerSs58: Account,
  take: Whole,
  validatorPermits: v.array(Whole),
});

const Identity = v.nullable(v.object({ name: ByteText }));

/**
 * Everybody who may be staked to, in the chain's order. The answer lists every nominator of every
 * validator, megabytes on the main network: they are counted where they are, not copied.
 */
export async function readValidators(api: ApiPromise): Promise<Validator[]> {
  const answer = await callCodec(api, { api: 'DelegateInfoRuntimeApi', method: 'get_delegates' });
  if (!(answer instanceof Vec)) throw otherwise('is no list');
  const delegates = [...answer].map(readDelegate);
  const owners = [...new Set(delegates.map(({ owner }) => owner))];
  const names = new Map(
    await Promise.all(owners.map(async (owner) => [owner, await readName(api, owner)] as const)),
  );
  return delegates.map((delegate) => ({ ...delegate, name: names.get(delegate.owner) ?? null }));
}

function readDelegate(entry: Codec): Omit<Validator, 'name'> {
  if (!(entry instanceof Struct)) throw otherwise('lists something else than delegates');
  const nominators = entry.get('nominators');
  if (!(nominators instanceof Vec)) throw otherwise('lists no nominators');
  const members = Object.keys(Delegate.entries).map((name) => {
    const member = entry.get(name);
    return [name, member instanceof Object ? toPlain(member as Codec) : undefined]; // a Struct holds Codecs
  });
  const plain = parse(Delegate, Object.fromEntries(members), 'get_delegates');
  return {
    hotkey: plain.delegateSs58,
    owner: plain.ownerSs58,
    take: plain.take / WHOLE_TAKE,
    nominators: nominators.length,
    netuids: plain.validatorPermits.toSorted((a, b) => a - b),
  };
}

/** What an owner calls itself. */
async function readName(api: ApiPromise, owner: string): Promise<string | null> {
  const item = { pallet: 'subtensorModule', item: 'identitiesV2', keys: [owner] };
  const identity = await readStorage(api, item, Identity);
  return identity?.name || null;
}

function otherwise(how: string): AppError {
  return new AppError('chain.unavailable', `DelegateInfoRuntimeApi.get_delegates ${how}`);
}
