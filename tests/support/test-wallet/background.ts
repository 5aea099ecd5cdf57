import handle, { ready as stateReady } from '@polkadot/extension-base/background/handlers';
import { AccountsStore } from '@polkadot/extension-base/stores';
import { keyring } from '@polkadot/ui-keyring';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { TEST_ACCOUNTS, TEST_PASSWORD } from './accounts.ts';

// The wallet's service worker: keys, permissions and requests as @polkadot/extension-base keeps
// them. Only the accounts it starts with are ours.

type Message = Parameters<typeof handle>[0];
type Port = Parameters<typeof handle>[1];

async function open(): Promise<void> {
  await Promise.all([cryptoWaitReady(), stateReady]);
  keyring.loadAll({ store: new AccountsStore(), type: 'sr25519' });
  if (keyring.getAccounts().length > 0) return;
  for (const { name, suri, type } of TEST_ACCOUNTS) {
    keyring.addUri(suri, TEST_PASSWORD, { name }, type);
  }
}

const opened = open();

chrome.runtime.onConnect.addListener((port) => {
  port.onMessage.addListener((message) => {
    // Both ends are this extension's own scripts; the types are those of extension-base.
    void opened.then(() => handle(message as Message, port as unknown as Port));
  });
});
