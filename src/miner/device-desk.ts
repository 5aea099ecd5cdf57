import { systemClock } from '../shared/clock.ts';
import { createApiClient } from './client.ts';
import { openIdentity, storedDeviceKey } from './identity.ts';
import { openIndexedDb } from './indexed-db.ts';
import { type JobClient, createJobClient } from './job-client.ts';
import type { KeyValue } from './key-value.ts';
import { keepRate, measuredFrom, storedRates } from './planning/measured.ts';
import type { MeasuredBySubnet, RankInput } from './planning/rank.ts';
import { keepConsent, storedConsent } from './settings.ts';
import { type SignedClient, createSignedClient } from './signed-client.ts';
import type { SenderOptions } from './signed-sender.ts';
import type { Consent } from './snapshot.ts';

// What this device keeps, and what it asks in its own name apart from mining.

/** Own units that tell the quality of this device. */
const MEASURED_UNITS = 100;
const HTTP = { baseUrl: '' };

export interface DeviceDesk {
  /** @throws AppError `storage.unavailable`; the next call tries again */
  store(): Promise<KeyValue>;
  /** This device's key; null before there is one. */
  deviceKey(): Promise<string | null>;
  /** Requests signed by this device; makes its key when there is none. */
  signed(): Promise<SignedClient>;
  /** A customer's requests in this device's name; makes its key when there is none, and registers it. */
  jobs(): Promise<JobClient>;
  /** Speed and quality per subnet, as far as they are known. */
  measured(): Promise<MeasuredBySubnet>;
  /** What is wanted where, for the ranking. */
  demand(): Promise<RankInput>;
  /** Remembers a speed; without storage it is measured again. */
  keepRate(subnet: string, unitsPerHour: number): void;
  lastConsent(): Promise<Consent | null>;
  /** Keeps a changed consent; storage that fails now fails louder where it matters. */
  keepConsent(consent: Consent): void;
  /** Changes the kept consent, if there is one; without storage nothing is kept. */
  rewriteConsent(change: (consent: Consent) => Partial<Consent>): void;
}

export function createDeviceDesk(): DeviceDesk {
  let opened: Promise<KeyValue> | null = null;

  function store(): Promise<KeyValue> {
    opened ??= openIndexedDb().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  /** A client that signs as this device by the coordinator's clock. */
  async function clientOf<Client extends { learnClock(serverMs: number): void }>(
    create: (options: SenderOptions) => Client,
  ): Promise<Client> {
    const signer = await openIdentity(await store());
    const client = create({ ...HTTP, signer, clock: systemClock });
    client.learnClock((await createApiClient(HTTP).hello()).timeMs);
    return client;
  }

  async function measured(): Promise<MeasuredBySubnet> {
    const kept = await store();
    const key = await storedDeviceKey(kept);
    const api = createApiClient(HTTP);
    // A device that never mined has no units; one that is offline has its speeds.
    const page = key ? await api.units(key, { limit: MEASURED_UNITS }).catch(() => null) : null;
    return measuredFrom(await storedRates(kept), page?.units ?? []);
  }

  const quietly = (work: (kept: KeyValue) => Promise<unknown>): void => {
    store()
      .then(work)
      .catch(() => undefined);
  };

  return {
    store,
    measured,
    deviceKey: async () => storedDeviceKey(await store()),
    signed: async () => clientOf(createSignedClient),
    async jobs() {
      await (await clientOf(createSignedClient)).register({});
      return clientOf(createJobClient);
    },
    async demand() {
      const api = createApiClient(HTTP);
      const [{ subnets }, { chain }] = await Promise.all([api.hello(), api.network()]);
      return { subnets, chain, measured: await measured() };
    },
    keepRate: (subnet, unitsPerHour) => quietly((kept) => keepRate(kept, subnet, unitsPerHour)),
    lastConsent: async () => storedConsent(await store()),
    keepConsent: (consent) => quietly((kept) => keepConsent(kept, consent)),
    rewriteConsent: (change) =>
      quietly(async (kept) => {
        const last = await storedConsent(kept);
        if (last) await keepConsent(kept, { ...last, ...change(last) });
      }),
  };
}
