import * as v from 'valibot';

// `window.injectedWeb3` as extensions fill it: outside data, so it is parsed whenever it is read.

const hook = v.custom<(origin: string) => Promise<unknown>>(
  (value) => typeof value === 'function',
  'must be a function',
);
const Provider = v.object({
  enable: v.optional(hook),
  connect: v.optional(hook),
  version: v.optional(v.string()),
});
export type Provider = v.InferOutput<typeof Provider>;

declare global {
  interface Window {
    injectedWeb3?: unknown;
  }
}

/** Where wallets announce themselves: `window`. */
export interface InjectionHost {
  injectedWeb3?: unknown;
}

/** Wallets that are announced now; entries that cannot be asked are left out. */
export function injectedWallets(host: InjectionHost): ReadonlyMap<string, Provider> {
  const found = new Map<string, Provider>();
  const all = host.injectedWeb3;
  if (typeof all !== 'object' || all === null) return found;
  for (const [id, entry] of Object.entries(all)) {
    const parsed = v.safeParse(Provider, entry);
    if (parsed.success && (parsed.output.connect ?? parsed.output.enable)) {
      found.set(id, parsed.output);
    }
  }
  return found;
}
