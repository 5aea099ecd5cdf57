import { type Page, expect, test } from '@playwright/test';
import { parse } from 'valibot';
import { Leaderboard } from '../../src/protocol/board.ts';
import { AccountInfo, EpochUnits, parseGrant } from '../../src/protocol/grant.ts';
import { Receipt } from '../../src/protocol/submission.ts';
import { faultsOf } from '../support/look.ts';
import { type Product, startProduct } from '../support/product.ts';
import { eventually, readDevice, readNetwork, readUnits } from '../support/reads.ts';
import { deviceKeyOf, listen, startMining } from '../support/visitor.ts';
import { type WalletBrowser, openBrowserWithWallet } from '../support/wallet-browser.ts';

// A real wallet extension against the running product. The popups are counted from the start, so
// one that nobody asked for fails the test. ADIT_E2E_WALLET_MINUTES sets how long mining is watched.

const WATCH_MS = Number(process.env['ADIT_E2E_WALLET_MINUTES'] ?? '0.25') * 60_000;
const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const EPOCH_MS = 3_000;

let product: Product;
let browser: WalletBrowser;

test.beforeEach(async () => {
  product = await startProduct({ env: { ADIT_EPOCH_MS: String(EPOCH_MS) } });
  browser = await openBrowserWithWallet();
});

test.afterEach(async () => {
  await browser.close();
  await product.close();
});

async function readAccount(): Promise<AccountInfo> {
  return parse(AccountInfo, await (await fetch(`${product.url}/v1/accounts/${ALICE}`)).json());
}

/** Micro-credits that a device has earned since it came, whoever holds them now. */
async function everEarned(key: string): Promise<number> {
  const answer = await fetch(`${product.url}/v1/leaderboard?subnet=all&window=all`);
  const row = parse(Leaderboard, await answer.json()).rows.find((one) => one.deviceKey === key);
  return row ? row.workCredit + row.arenaCredit : 0;
}

/** The newest ended epoch in which the account had something accepted. */
async function epochWithUnits(): Promise<number | null> {
  const { epoch: running } = await readNetwork(product.url);
  for (let epoch = running - 1; epoch >= 0; epoch -= 1) {
    const answer = await fetch(`${product.url}/v1/accounts/${ALICE}/epochs/${epoch}`);
    const { closed, root } = parse(EpochUnits, await answer.json());
    if (closed && root !== null) return epoch;
  }
  return null;
}

/** Takes Alice's account and returns the line that the page says will be signed. */
async function chooseAlice(page: Page): Promise<string> {
  await page.locator(`[data-testid=wallet-account][data-address="${ALICE}"]`).click();
  return lineOn(page);
}

async function lineOn(page: Page): Promise<string> {
  return (await page.getByTestId('grant-line').innerText()).trim();
}

test('a guest’s credit moves once with one signature, and mining asks for nothing more', async () => {
  test.setTimeout(300_000 + WATCH_MS);
  const { page } = browser;
  const complaints = listen(page);
  await startMining(page, product.url);
  const key = await deviceKeyOf(page);
  await eventually('guest credit', 60_000, async () => {
    const device = await readDevice(product.url, key).catch(() => null); // not registered yet
    return device && device.balance + device.escrow > 0;
  });
  expect(browser.popups()).toBe(0);

  await page.getByTestId('wallet-connect').click();
  await page.getByTestId('wallet-choice').click();
  await browser.connect('Alice', 'Bob', 'Ethel');
  await expect(page.getByTestId('wallet-account')).toHaveCount(2);
  await expect(page.getByTestId('wallet-account-unusable')).toContainText('ecdsa');
  const line = await chooseAlice(page);
  expect(browser.popups()).toBe(1);
  await page.getByTestId('grant-sign').click();
  const shown = await browser.sign();
  await page.getByTestId('grant-moved').waitFor();

  expect(shown).toBe(line);
  const { host } = new URL(product.url);
  expect(parseGrant(shown)).toMatchObject({ domain: host, account: ALICE, deviceKey: key });
  const moved = Number(await page.getByTestId('grant-moved').getAttribute('data-moved'));
  expect(moved).toBeGreaterThan(0);
  const linked = await readDevice(product.url, key);
  expect([linked.account?.address, linked.balance, linked.escrow]).toEqual([ALICE, 0, 0]);
  await page.getByTestId('grant-done').click();

  await page.waitForTimeout(WATCH_MS);

  await eventually('a unit after linking', 90_000, async () => {
    const later = await readDevice(product.url, key);
    return later.acceptedUnits > linked.acceptedUnits;
  });
  expect(browser.popups()).toBe(2);
  // The account holds what the device has earned, to the micro-credit: nothing was moved twice.
  await eventually('an account that holds all that was earned', 30_000, async () => {
    const [earned, { balance, escrow }] = [await everEarned(key), await readAccount()];
    return earned > moved && earned === balance + escrow && earned === (await everEarned(key));
  });
  // A unit that was submitted before the link is a guest's, whenever it is accepted.
  const receipt = await eventually('a receipt that names the account', 90_000, async () => {
    const [done] = (await readUnits(product.url, key)).filter((one) => one.verdict?.accepted);
    const answer = await fetch(`${product.url}/v1/receipts/${done?.submissionId}`);
    const found = answer.ok && parse(Receipt, await answer.json());
    return found && found.body.grant && found;
  });
  expect(receipt.body.grant).toMatchObject({ text: line, account: ALICE, keyType: 'sr25519' });

  const epoch = await eventually('an ended epoch with units', 20_000, epochWithUnits);
  await page.getByTestId('wallet-account-link').click();
  await page.getByLabel('Epoch', { exact: true }).fill(String(epoch));
  await page.getByTestId('epoch-show').click();
  await page.getByTestId('epoch-sign').click();
  expect(await browser.sign()).toContain(`epoch=${epoch} `);
  await expect(page.getByText('Countersigned with a sr25519 key')).toBeVisible();
  expect(browser.popups()).toBe(3);
  expect(complaints.violations).toEqual([]);
  test.info().annotations.push({
    type: 'popups',
    description: `2 (accounts, signature), none in ${WATCH_MS / 1000} s of mining afterwards, 1 for a countersignature`,
  });
});

test('a refusal changes nothing, the next try links, a reload asks for nothing, revoking ends it', async () => {
  test.setTimeout(120_000);
  const { page } = browser;
  const complaints = listen(page);
  const faults: string[] = [];
  const look = async (step: string) => faults.push(...(await faultsOf(page, step)));
  await page.goto(`${product.url}/account`);
  await page.getByTestId('wallet-connect').click();
  await page.getByTestId('wallet-choice').waitFor();
  await look('wallets');
  await page.getByTestId('wallet-choice').click();
  await look('asking');
  await browser.cancel();
  await expect(page.getByRole('alert')).toContainText('The wallet said no');

  await page.getByTestId('wallet-choice').click();
  await browser.connect('Alice', 'Ethel');
  await page.getByTestId('wallet-account').waitFor();
  await look('accounts');
  const first = await chooseAlice(page);
  await look('consent');
  await page.getByTestId('grant-sign').click();
  await browser.cancel();
  await expect(page.getByRole('alert')).toContainText('The wallet said no');
  await look('refused');
  expect((await fetch(`${product.url}/v1/accounts/${ALICE}`)).status).toBe(404);

  const second = await lineOn(page);
  expect(second).not.toBe(first);
  await page.getByTestId('grant-sign').click();
  expect(await browser.sign()).toBe(second);
  await page.getByTestId('grant-moved').waitFor();
  await look('linked');
  await page.getByTestId('grant-done').click();
  await expect(page.getByTestId('account-address')).toHaveAttribute('data-address', ALICE);

  const popups = browser.popups();
  await page.reload();
  const device = page.getByTestId('account-device');
  await expect(device).toHaveAttribute('data-state', 'active');
  await look('account');
  expect(browser.popups()).toBe(popups);

  await page.getByTestId('device-revoke').click();
  await page.getByTestId('device-revoke-sure').click();
  await expect(device).toHaveAttribute('data-state', 'revoked');
  await look('revoked');
  const [granted] = (await readAccount()).devices;
  expect(granted?.revokedMs).not.toBeNull();
  expect(faults).toEqual([]);
  expect(complaints.violations).toEqual([]);
});
