import { PORT_EXTENSION } from '@polkadot/extension-base/defaults';
import { TEST_PASSWORD } from './accounts.ts';

// The popup: the oldest request, in words, with a button for each answer. Plain elements, since
// tests press the buttons.

interface Account {
  readonly address: string;
  readonly name?: string;
  readonly type?: string;
}
interface Connection {
  readonly id: string;
  readonly url: string;
}
interface Chain {
  readonly id: string;
  readonly request: { readonly chain: string; readonly specVersion: number };
}
interface Signing {
  readonly id: string;
  readonly account: Account;
  readonly request: { readonly payload: { readonly data?: string; readonly method?: string } };
}

const port = chrome.runtime.connect({ name: PORT_EXTENSION });
const listeners = new Map<string, (value: unknown) => void>();
let calls = 0;

port.onMessage.addListener((message) => {
  const { id, subscription } = Object(message) as { id: string; subscription?: unknown };
  if (subscription !== undefined) listeners.get(id)?.(subscription);
});

function send(message: string, request: unknown, onValue?: (value: unknown) => void): void {
  const id = `popup-${(calls += 1)}`;
  if (onValue) listeners.set(id, onValue);
  port.postMessage({ id, message, request });
}

let accounts: readonly Account[] = [];
let connections: readonly Connection[] = [];
let chains: readonly Chain[] = [];
let signings: readonly Signing[] = [];

function follow<T>(message: string, take: (value: T) => void): void {
  send(message, null, (value) => {
    take(value as T); // the shape that extension-base sends for this message
    draw();
  });
}

follow<readonly Account[]>('pri(accounts.subscribe)', (value) => (accounts = value));
follow<readonly Connection[]>('pri(authorize.requests)', (value) => (connections = value));
follow<readonly Chain[]>('pri(metadata.requests)', (value) => (chains = value));
follow<readonly Signing[]>('pri(signing.requests)', (value) => (signings = value));

function draw(): void {
  const [connection] = connections;
  const [chain] = chains;
  const [signing] = signings;
  const main = document.querySelector('main');
  if (connection) main?.replaceChildren(...connectionView(connection));
  else if (chain) main?.replaceChildren(...chainView(chain));
  else if (signing) main?.replaceChildren(...signingView(signing));
  else main?.replaceChildren('nothing to answer');
}

/** Nothing is chosen for the person, as in the wallets that people use. */
function connectionView({ id, url }: Connection): HTMLElement[] {
  const boxes = accounts.map((account) => {
    const box = Object.assign(document.createElement('input'), {
      type: 'checkbox',
      value: account.address,
    });
    const label = document.createElement('label');
    label.append(box, ` ${account.name} (${account.type})`);
    return { box, label };
  });
  const approve = button('Connect', () => {
    const authorizedAccounts = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    send('pri(authorize.approve)', { id, authorizedAccounts });
  });
  const cancel = button('Cancel', () => send('pri(authorize.cancel)', id));
  return [
    text(`${url} wants to see accounts`),
    ...boxes.map(({ label }) => label),
    approve,
    cancel,
  ];
}

function chainView({ id, request }: Chain): HTMLElement[] {
  const { chain, specVersion } = request;
  return [
    text(`Learn ${chain}, spec ${specVersion}`),
    button('Learn', () => send('pri(metadata.approve)', { id })),
    button('Cancel', () => send('pri(metadata.reject)', { id })),
  ];
}

function signingView({ id, account, request }: Signing): HTMLElement[] {
  const { data, method } = request.payload;
  const approve = button('Sign', () =>
    send('pri(signing.approve.password)', { id, password: TEST_PASSWORD, savePass: false }),
  );
  const cancel = button('Cancel', () => send('pri(signing.cancel)', { id }));
  const shown = Object.assign(text(data ? asText(data) : `call ${method}`), { id: 'payload' });
  return [text(`Sign with ${account.name ?? account.address}`), shown, approve, cancel];
}

/** Text when every byte is printable ASCII, hexadecimal otherwise: what wallets do. */
function asText(hex: string): string {
  const bytes = (hex.slice(2).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const isText = bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
  return isText ? String.fromCharCode(...bytes) : hex;
}

function text(words: string): HTMLElement {
  return Object.assign(document.createElement('p'), { textContent: words });
}

function button(words: string, onclick: () => void): HTMLElement {
  return Object.assign(document.createElement('button'), { textContent: words, onclick });
}
