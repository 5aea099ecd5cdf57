import type * as v from 'valibot';
import { parse } from 'valibot';
import { NetworkInfo } from '../../src/protocol/board.ts';
import { DeviceInfo } from '../../src/protocol/hello.ts';
import { type UnitInfo, UnitsPage } from '../../src/protocol/submission.ts';

// Public reads of a running coordinator, parsed by the protocol's own schemas.

async function read<S extends v.GenericSchema>(url: string, schema: S): Promise<v.InferOutput<S>> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return parse(schema, await answer.json());
}

export const readDevice = (url: string, key: string) =>
  read(`${url}/v1/devices/${key}`, DeviceInfo);
export const readNetwork = (url: string) => read(`${url}/v1/network`, NetworkInfo);

/** Newest units of a device, at most 100. */
export async function readUnits(url: string, key: string): Promise<UnitInfo[]> {
  const page = await read(`${url}/v1/devices/${key}/units?limit=100`, UnitsPage);
  return page.units;
}

/** Asks every 250 ms until `probe` gives a value; throws with `what` after `limitMs`. */
export async function eventually<T>(
  what: string,
  limitMs: number,
  probe: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (performance.now() > deadline)
      throw new Error(`${what} did not happen within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
