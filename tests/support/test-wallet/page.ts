import { MESSAGE_ORIGIN_CONTENT } from '@polkadot/extension-base/defaults';
import { enable, handleResponse } from '@polkadot/extension-base/page';

// What the page sees of the wallet: `window.injectedWeb3['adit-test-wallet']`.

type Response = Parameters<typeof handleResponse>[0];

window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  const isOurs = typeof data === 'object' && data !== null && 'origin' in data;
  if (source !== window || !isOurs || data.origin !== MESSAGE_ORIGIN_CONTENT) return;
  if ('id' in data) handleResponse(data as unknown as Response); // written by our own relay
});

const host = window as { injectedWeb3?: Record<string, unknown> };
host.injectedWeb3 = { ...host.injectedWeb3, 'adit-test-wallet': { enable, version: '1.0.0' } };
