import * as v from 'valibot';
import type { KeyValue } from './key-value.ts';
import type { Consent } from './snapshot.ts';

const CONSENT = 'consent';

const StoredConsent = v.object({
  subnets: v.array(v.string()),
  auto: v.optional(v.boolean(), false),
  gpuShare: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1)),
  stopOnBattery: v.boolean(),
  hiddenTab: v.picklist(['pause', 'continue']),
  agreedMs: v.number(),
});

/** What the visitor agreed to last; null before that or after a change of its shape. */
export async function storedConsent(store: KeyValue): Promise<Consent | null> {
  const parsed = v.safeParse(StoredConsent, await store.get('settings', CONSENT));
  return parsed.success ? parsed.output : null;
}

export async function keepConsent(store: KeyValue, consent: Consent): Promise<void> {
  await store.put('settings', CONSENT, consent);
}
