import type { ApiPromise } from '@polkadot/api';
import type { Codec } from '@polkadot/types/types';
import { stringCamelCase } from '@polkadot/util';
import * as v from 'valibot';
import { AppError } from '../shared/errors.ts';
import { describeIssue } from '../protocol/parse.ts';
import { toPlain } from './plain.ts';

// Reads through what the connected runtime itself declares: its APIs and its storage. Names, types
// and indexes come from its metadata; every answer passes a schema.

type Ask = (...args: readonly unknown[]) => Promise<Codec>;
type Asks = Readonly<Record<string, Readonly<Record<string, Ask>> | undefined>>;

/** One question to a runtime API, as the runtime names it: `SwapRuntimeApi.current_alpha_price`. */
export interface ApiCall {
  readonly api: string;
  readonly method: string;
  readonly args?: readonly unknown[];
}

/** One item of storage: `subtensorModule.burn` with its keys. */
export interface StorageItem {
  readonly pallet: string;
  readonly item: string;
  readonly keys?: readonly unknown[];
}

/** Whether this runtime has the method: some came and went between versions. */
export function hasApi(api: ApiPromise, call: ApiCall): boolean {
  return findCall(api, call) !== undefined;
}

/**
 * Asks a runtime API at the best block.
 * @throws AppError `chain.unavailable` when this runtime has no such method or answers otherwise
 */
export async function callApi<S extends v.GenericSchema>(
  api: ApiPromise,
  call: ApiCall,
  schema: S,
): Promise<v.InferOutput<S>> {
  return parse(schema, toPlain(await callCodec(api, call)), `${call.api}.${call.method}`);
}

/** As `callApi`, for answers that are too long to be turned into plain values whole. */
export async function callCodec(api: ApiPromise, call: ApiCall): Promise<Codec> {
  const ask = findCall(api, call);
  if (!ask) throw absent(api, `${call.api}.${call.method}`);
  return ask(...(call.args ?? []));
}

/** Reads one item of storage. @throws AppError `chain.unavailable` as `callApi` */
export async function readStorage<S extends v.GenericSchema>(
  api: ApiPromise,
  { pallet, item, keys = [] }: StorageItem,
  schema: S,
): Promise<v.InferOutput<S>> {
  const ask = (api.query as unknown as Asks)[pallet]?.[item]; // the library types it by its own chain
  if (!ask) throw absent(api, `${pallet}.${item}`);
  return parse(schema, toPlain(await ask(...keys)), `${pallet}.${item}`);
}

/** Parses what a runtime answered. @throws AppError `chain.unavailable` naming what differs */
export function parse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  what: string,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const fault = describeIssue(parsed.issues[0]);
  throw new AppError('chain.unavailable', `${what} answers otherwise: ${fault}`);
}

function findCall(api: ApiPromise, { api: name, method }: ApiCall): Ask | undefined {
  const all = api.call as unknown as Asks; // as above: typed by the library's own chain
  return all[stringCamelCase(name)]?.[stringCamelCase(method)];
}

function absent(api: ApiPromise, what: string): AppError {
  const spec = api.runtimeVersion.specVersion.toString();
  return new AppError('chain.unavailable', `the runtime of spec ${spec} has no ${what}`);
}
