import { type Page, expect as expectSoon, test } from '@playwright/test';
import { fromHex } from '../../src/shared/bytes.ts';
import { writeAddress } from '../../src/shared/ss58.ts';
import { missingMetadata } from '../support/fixture-node/blob.ts';
import { type FixtureNode, startFixtureNode } from '../support/fixture-node/node.ts';
import { faultsOf } from '../support/look.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type Complaints, listen } from '../support/visitor.ts';
import { type WalletBrowser, openBrowserWithWallet } from '../support/wallet-browser.ts';

// Staking as a person does it: a real wallet extension, the built product, and a loopback node that
// serves the chain's real metadata and checks every signature. Its prices are a fixture's, not the
// chain's. One product, one browser, one visit; each test begins at the form.

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const TAO = 10n ** 9n;
const BLOCK_MS = 700;
/** The chain's library is parsed and a connection opened: seconds on a machine that is busy. */
const expect = expectSoon.configure({ timeout: 20_000 });

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const missing = missingMetadata();
test.skip(missing !== null, missing ?? '');

let node: FixtureNode;
let product: Product;
let browser: WalletBrowser;
let page: Page;
let complaints: Complaints;
let validator: string;
const faults: string[] = [];

test.beforeAll(async () => {
  if (missing !== null) return;
  node = await startFixtureNode({
    netuids: [8, 44],
    balances: { [ALICE]: 1_000n * TAO },
    blockMs: BLOCK_MS,
  });
  const [hotkey = ''] = node.validators;
  validator = writeAddress(fromHex(hotkey.slice(2)));
  node.setSubnet(44, { taoIn: 5_000n * TAO, alphaIn: 100_000n * TAO });
  [product, browser] = await Promise.all([
    startProduct({
      env: { ADIT_CHAIN_ENDPOINTS: node.url, ADIT_CHAIN_GENESIS: node.genesis },
    }),
    openBrowserWithWallet(),
  ]);
  page = browser.page;
  complaints = listen(page);
});

test.afterAll(async () => {
  await browser?.close();
  await product?.close();
  await node?.close();
});

async function look(step: string): Promise<void> {
  faults.push(...(await faultsOf(page, step)));
}

const trade = () => page.getByTestId('trade');
const step = (kind: string) => expect(trade()).toHaveAttribute('data-step', kind);

/** Goes to a form inside the page, as its own links do, so that the wallet stays connected. */
async function openForm(form: string): Promise<void> {
  await page.getByTestId(`form-${form}`).check({ force: true });
  await step('editing');
}

/** Fills in an amount and waits for the chain's answer to it. */
async function fill(amount: string): Promise<void> {
  await page.getByTestId('amount').fill(amount);
  await page.getByTestId('quote-out').waitFor();
}

/** From a complete form to the wallet's popup. */
async function review(): Promise<void> {
  await page.getByTestId('review').click();
  await step('reviewing');
}

test('a stake is quoted by the chain, read in words, signed once, and told by its events', async () => {
  await page.goto(`${product.url}/stake?form=add&subnet=44&validator=${validator}`);
  await expect(page.getByTestId('chain-network')).toHaveAttribute('data-network', 'local');
  await expect(page.getByText('No account yet')).toBeVisible();
  await page.getByTestId('stake-connect').click();
  await page.getByTestId('wallet-choice').click();
  await browser.connect('Alice');
  const account = page.locator(`[data-testid=wallet-account][data-address="${ALICE}"]`);
  await expect(account).toContainText('1,000 TAO');
  await account.click();
  await expect(page.getByText('Nothing staked yet')).toBeVisible();

  await fill('10');
  const quoted = BigInt((await page.getByTestId('quote-out').getAttribute('data-rao')) ?? '0');
  expect(quoted).toBeGreaterThan(190n * TAO);
  await look('quote');
  await review();
  await expect(page.getByTestId('sentences')).toContainText(
    '10 TAO from your account become stake',
  );
  await page.getByTestId('call').locator('summary').click();
  const bytes = await page.getByTestId('call').getByText(/^0x/).last().innerText();
  await look('review');
  expect(browser.popups()).toBe(1);

  await page.getByTestId('sign').click();
  expect(await browser.sign()).toContain(bytes.trim());
  await expect(page.getByTestId('tx-hash')).toHaveText(/^0x[0-9a-f]{64}$/);
  await expect(page.getByTestId('outcome')).toHaveAttribute('data-outcome', 'done');

  const told = page.getByTestId('told');
  // The event names what the pool traded: what was given without the pool's fee.
  const traded = BigInt((await told.first().getAttribute('data-rao')) ?? '0');
  expect(traded > 9n * TAO && traded <= 10n * TAO).toBe(true);
  const got = BigInt((await told.nth(1).getAttribute('data-rao')) ?? '0');
  await expect(page.getByTestId('position')).toHaveAttribute('data-netuid', '44');
  await page.getByTestId('events').locator('summary').click();
  await expect(page.getByTestId('events')).toContainText(`${got}`);
  await look('outcome');
  expect(browser.popups()).toBe(2);
  await page.getByTestId('again').click();
  await step('editing');
});

test('a wallet that would show bytes learns the chain, asked once, and signs as before', async () => {
  await fill('5');
  await review();
  const words = page.getByTestId('wallet-words');
  await expect(words).toHaveAttribute('data-state', 'offered');
  await look('words');
  const before = browser.popups();
  await page.getByTestId('teach-wallet').click();
  await browser.learn();
  await expect(words).toHaveAttribute('data-state', 'learnt');
  expect(browser.popups()).toBe(before + 1);

  await page.getByTestId('sign').click();
  await browser.sign();
  await expect(page.getByTestId('outcome')).toHaveAttribute('data-outcome', 'done');
  await page.getByTestId('again').click();
  await fill('5');
  await review();
  await expect(words).toHaveAttribute('data-state', 'learnt');
  await expect(page.getByTestId('teach-wallet')).toHaveCount(0);
  await page.getByTestId('change').click();
  await step('editing');
});

test('a large order warns, wants a word typed, and a refusal in the wallet changes nothing', async () => {
  await fill('900');
  await expect(page.getByTestId('notice').first()).toContainText(/by|to its own price impact/);
  await page.getByTestId('tolerance').fill('50');
  await expect(page.getByTestId('review')).toBeEnabled();
  await review();
  await expect(page.getByTestId('sign')).toBeDisabled();
  await page.getByTestId('confirm-word').fill('accept');
  await look('warning');
  await page.getByTestId('sign').click();
  await browser.cancel();

  await expect(page.getByTestId('stake-problem')).toHaveAttribute('data-code', 'wallet.rejected');
  await step('reviewing');
  await page.getByTestId('change').click();
  await step('editing');
  await expect(page.getByTestId('amount')).toHaveValue('900');
});

test('an amount above the balance is refused in words before the wallet is asked', async () => {
  const popups = browser.popups();
  await page.getByTestId('tolerance').fill('1');
  await page.getByTestId('amount').fill('5000');

  await expect(page.getByTestId('issue').first()).toContainText('short, the fee included');
  await expect(page.getByTestId('review')).toBeDisabled();
  expect(browser.popups()).toBe(popups);
});

test('a subnet that is switched off says so, and is open again once it is on', async () => {
  node.setSubnet(44, { enabled: false });
  await page.getByTestId('amount').fill('5');
  await expect(page.getByTestId('issue').first()).toContainText('Subnet 44 takes no stake now');

  node.setSubnet(44, { enabled: true });
  await expect(page.getByTestId('review')).toBeEnabled();
});

test('a price that runs away while the wallet is open fails with its name, its fee and a way back', async () => {
  await fill('5');
  await review();
  await page.getByTestId('sign').click();
  await step('signing');
  node.setSubnet(44, { taoIn: 20_000n * TAO });
  await browser.sign();

  await expect(page.getByTestId('failure')).toHaveAttribute('data-code', 'SlippageTooHigh');
  await expect(page.getByTestId('failure')).toContainText('The price passed your limit');
  await expect(page.getByTestId('failure')).toContainText('the fee of');
  await look('slippage');
  await page.getByTestId('back').click();
  await step('editing');
});

test('a node that is lost with a transaction under way is found again, and so is the transaction', async () => {
  await fill('5');
  await review();
  node.setBlockTime(null);
  await page.getByTestId('sign').click();
  await browser.sign();
  await step('sent');
  const hash = await page.getByTestId('tx-hash').innerText();
  node.refuseConnections(true);
  node.dropSockets();
  await expect(trade()).toContainText('The connection is lost');
  await look('lost');

  node.refuseConnections(false);
  node.setBlockTime(BLOCK_MS);

  await expect(page.getByTestId('outcome')).toHaveAttribute('data-outcome', 'done', {
    timeout: 30_000,
  });
  await expect(page.getByTestId('tx-hash')).toHaveText(hash);
  await page.getByTestId('again').click();
  await step('editing');
});

test('what is followed no longer is called unknown, with its hash, and the form is there again', async () => {
  await openForm('remove-all');
  await page.getByTestId('quote-out').waitFor();
  await expect(page.getByTestId('review')).toBeEnabled();
  await review();
  node.setBlockTime(null);
  await page.getByTestId('sign').click();
  await browser.sign();
  await step('sent');
  await page.getByTestId('stop').click();

  await expect(page.getByTestId('outcome')).toHaveAttribute('data-outcome', 'unknown');
  await expect(page.getByTestId('tx-hash')).toHaveText(/^0x/);
  node.setBlockTime(BLOCK_MS);
  await page.getByTestId('back').click();
  await step('editing');
  // It came true all the same: the portfolio, which is the chain's word, says so.
  await expect(page.getByText('Nothing staked yet')).toBeVisible();
});

test('a wallet whose window was closed is not waited for, and what it would sign is not sent', async () => {
  await openForm('add');
  await fill('5');
  await review();
  await page.getByTestId('sign').click();
  await browser.walkAway();
  await step('signing');
  await page.getByTestId('stop').click();

  await step('reviewing');
  await page.getByTestId('change').click();
  await step('editing');
});

test('everything on the way reads well and breaks no policy', () => {
  expect(faults).toEqual([]);
  expect(complaints.violations).toEqual([]);
});
