import type { Page } from 'playwright-core';
import * as v from 'valibot';

// What the page's probe found out about this device, from where the page remembers it.

const Remembered = v.array(
  v.tuple([
    v.string(),
    v.object({
      msPerItem: v.number(),
      findings: v.array(
        v.object({
          stage: v.string(),
          choice: v.string(),
          candidates: v.record(v.string(), v.nullable(v.number())),
        }),
      ),
    }),
  ]),
);

export interface Probed {
  readonly subnet: string;
  /** Adapter and driver; `none` without WebGPU. */
  readonly adapter: string;
  readonly msPerItem: number;
  readonly findings: v.InferOutput<typeof Remembered>[number][1]['findings'];
}

/** Every probe that the page's profile remembers. */
export async function readProbes(page: Page): Promise<Probed[]> {
  const rows = await page.evaluate(
    () =>
      new Promise<unknown>((resolve, reject) => {
        const opening = indexedDB.open('adit');
        opening.addEventListener('error', () => reject(new Error('the page keeps no store')));
        opening.addEventListener('success', () => {
          const table = opening.result.transaction('probes', 'readonly').objectStore('probes');
          const keys = table.getAllKeys();
          const values = table.getAll();
          values.addEventListener('success', () => {
            opening.result.close();
            resolve(keys.result.map((key, index) => [String(key), values.result[index]]));
          });
        });
      }),
  );
  return v.parse(Remembered, rows).map(([key, probe]) => {
    const [subnet = '', , adapter = 'none'] = key.split('|');
    return { subnet, adapter, ...probe };
  });
}
