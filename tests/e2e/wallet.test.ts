import { expect, test } from '@playwright/test';
import { parse } from 'valibot';
import { AccountInfo, parseGrant } from '../../src/protocol/grant.ts';
import { axeViolations } from '../support/axe.ts';
import { type Product, startProduct } from '../support/product.ts';
import { eventually, readDevice } from '../support/reads.ts';
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

async function accountInfo(): Promise<AccountInfo> {
  return parse(AccountInfo, await (await fetch(`${product.url}/v1/accounts/${ALICE}`)).json());
}

/** Opens the sheet and lets the wallet show its accounts. */
async function toAccounts({ page, connect }: WalletBrowser): Promise<void> {
  await page.getByTestId('wallet-connect').click();
  await page.getByTestId('wallet-choice').click();
  await connect('Alice', 'Bob', 'Ethel');
  await expect(page.getByTestId('wallet-account')).toHaveCount(2);
}

async function chooseAlice({ page }: WalletBrowser): Promise<string> {
  await page.locator(`[data-testid=wallet-account][data-address="${ALICE}"]`).click();
  return (await page.getByTestId('grant-line').innerText()).trim();
}

test('a guest’s credit moves once with one signature, and mining asks for nothing more', async () => {
  test.setTimeout(120_000 + WATCH_MS);
  const { page } = browser;
  const complaints = listen(page);
  await startMining(page, product.url);
  const key = await deviceKeyOf(page);
  await eventually('guest credit', 60_000, async () => {
    const { balance, escrow } = await readDevice(product.url, key);
    return balance + escrow > 0 ? true : undefined;
  });
  expect(browser.popups()).toBe(0);

  await toAccounts(browser);
  await expect(page.getByTestId('wallet-account-unusable')).toContainText('ecdsa');
  const line = await chooseAlice(browser);
  const asked = browser.popups();
  await page.getByTestId('grant-sign').click();
  const shown = await browser.sign();
  await page.getByTestId('grant-moved').waitFor();

  expect(browser.popups() - asked).toBe(1);
  expect(shown).toBe(line);
  expect(parseGrant(shown)).toMatchObject({
    domain: new URL(product.url).host,
    account: ALICE,
    deviceKey: key,
  });
  const moved = Number(await page.getByTestId('grant-moved').getAttribute('data-moved'));
  expect(moved).toBeGreaterThan(0);
  await page.getByTestId('grant-done').click();
  const after = await accountInfo();
  expect(after.adopted).toBe(moved);
  expect((await readDevice(product.url, key)).account?.address).toBe(ALICE);

  const unitsBefore = (await readDevice(product.url, key)).acceptedUnits;
  const popupsBefore = browser.popups();
  await page.waitForTimeout(WATCH_MS);

  expect(browser.popups()).toBe(popupsBefore);
  expect((await readDevice(product.url, key)).acceptedUnits).toBeGreaterThan(unitsBefore);
  const later = await accountInfo();
  expect(later.adopted).toBe(moved);
  expect(later.balance + later.escrow).toBeGreaterThan(after.balance + after.escrow);
  expect(complaints.violations).toEqual([]);
  test.info().annotations.push({
    type: 'watched mining',
    description: `${WATCH_MS / 1000} s, ${browser.popups()} popups in all (accounts, signature)`,
  });
});

test('a refusal changes nothing; the next try links; a reload asks the wallet nothing; revoking ends it', async () => {
  test.setTimeout(90_000);
  const { page } = browser;
  await page.goto(`${product.url}/account`);
  await page.getByTestId('wallet-connect').click();
  await page.getByTestId('wallet-choice').click();
  await browser.cancel();
  await expect(page.getByRole('alert')).toContainText('The wallet said no');

  await page.getByTestId('wallet-choice').click();
  await browser.connect('Alice');
  const first = await chooseAlice(browser);
  await page.getByTestId('grant-sign').click();
  await browser.cancel();
  await expect(page.getByRole('alert')).toContainText('The wallet said no');
  expect((await fetch(`${product.url}/v1/accounts/${ALICE}`)).status).toBe(404);

  const second = (await page.getByTestId('grant-line').innerText()).trim();
  expect(second).not.toBe(first);
  await page.getByTestId('grant-sign').click();
  expect(await browser.sign()).toBe(second);
  await page.getByTestId('grant-done').click();
  await expect(page.getByTestId('account-address')).toHaveAttribute('data-address', ALICE);

  const popups = browser.popups();
  await page.reload();
  const device = page.getByTestId('account-device');
  await expect(device).toHaveAttribute('data-state', 'active');
  expect(browser.popups()).toBe(popups);

  await page.getByTestId('device-revoke').click();
  await page.getByTestId('device-revoke-sure').click();
  await expect(device).toHaveAttribute('data-state', 'revoked');
  const [granted] = (await accountInfo()).devices;
  expect(granted?.revokedMs).not.toBeNull();
});

for (const [width, colorScheme] of [
  [320, 'light'],
  [1280, 'dark'],
] as const) {
  test(`every step of linking reads well at ${width} px in the ${colorScheme} theme`, async () => {
    test.setTimeout(90_000);
    await browser.close();
    browser = await openBrowserWithWallet({ viewport: { width, height: 800 }, colorScheme });
    const { page } = browser;
    const complaints = listen(page);
    const found: string[] = [];
    const look = async (step: string) => {
      await page.waitForTimeout(300); // the sheet has come to rest
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) found.push(`${step}: ${over} px too wide`);
      found.push(...(await axeViolations(page)).map((one) => `${step}: ${one}`));
    };

    await page.goto(`${product.url}/account`);
    await page.getByTestId('wallet-connect').click();
    await page.getByTestId('wallet-choice').waitFor();
    await look('wallets');
    await page.getByTestId('wallet-choice').click();
    await look('asking');
    await browser.connect('Alice', 'Bob', 'Ethel');
    await page.getByTestId('wallet-account').first().waitFor();
    await look('accounts');
    await chooseAlice(browser);
    await look('consent');
    await page.getByTestId('grant-sign').click();
    await browser.cancel();
    await page.getByRole('alert').waitFor();
    await look('refused');
    await page.getByTestId('grant-line').waitFor();
    await page.getByTestId('grant-sign').click();
    await browser.sign();
    await page.getByTestId('grant-moved').waitFor();
    await look('linked');
    await page.getByTestId('grant-done').click();
    await page.getByTestId('account-device').waitFor();
    await look('account');

    expect(found).toEqual([]);
    expect(complaints.violations).toEqual([]);
  });
}
