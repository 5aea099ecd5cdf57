import type { ApiClient } from '../../miner/client.ts';
import type { MinerSession } from '../../miner/snapshot.ts';
import type { GrantPort } from './port.ts';

/** The coordinator over HTTP, signed by this device's key where it changes something. */
export function coordinatorPort(handle: MinerSession, client: ApiClient): GrantPort {
  return {
    storedKey: () => handle.deviceKey(),
    registered: async () => (await handle.signed()).register({}),
    device: (deviceKey) => client.device(deviceKey),
    account: (address) => client.account(address),
    offer: async () => (await handle.signed()).grantOffer(),
    grant: async (request) => (await handle.signed()).grant(request),
    async revoke(deviceKey) {
      await (await handle.signed()).revoke({ deviceKey });
    },
    epochUnits: (address, epoch) => client.epochUnits(address, epoch),
    countersign: async (request) => (await handle.signed()).countersign(request),
  };
}
