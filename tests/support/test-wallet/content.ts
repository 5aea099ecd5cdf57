import {
  MESSAGE_ORIGIN_CONTENT,
  MESSAGE_ORIGIN_PAGE,
  PORT_CONTENT,
} from '@polkadot/extension-base/defaults';

// Relay between the page's script and the service worker. The port is opened anew when the
// browser has put the worker to sleep.

let port: TestWalletPort | null = null;

function connect(): TestWalletPort {
  const opened = chrome.runtime.connect({ name: PORT_CONTENT });
  opened.onMessage.addListener((message) => {
    window.postMessage({ ...Object(message), origin: MESSAGE_ORIGIN_CONTENT }, '*');
  });
  opened.onDisconnect.addListener(() => {
    port = null;
  });
  return opened;
}

window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  const isOurs = typeof data === 'object' && data !== null && 'origin' in data;
  if (source !== window || !isOurs || data.origin !== MESSAGE_ORIGIN_PAGE) return;
  port ??= connect();
  port.postMessage(data);
});

// As wallets do it: a script element of the page, so that the page's own world gets the object.
const script = document.createElement('script');
script.src = chrome.runtime.getURL('page.js');
script.addEventListener('load', () => script.remove());
(document.head ?? document.documentElement).append(script);
