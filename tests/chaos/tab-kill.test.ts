import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Route, test } from '@playwright/test';
import { openLibsql } from '../../src/coordinator/store/libsql.ts';
import { startProduct } from '../support/product.ts';
import { eventually, readUnits } from '../support/reads.ts';
import { deviceKeyOf, startMining } from '../support/visitor.ts';

// The browser is killed with SIGKILL in the middle of a submission, before the coordinator has it or
// before the tab has the answer, and opened again. Each result is there once and paid once.

const KILLS = Number(process.env['ADIT_CHAOS_KILLS'] ?? 10);
const SUBMISSIONS = '**/v1/submissions*';

interface Cut {
  readonly submissionId: string;
  readonly acknowledged: boolean;
}

test(`results survive ${KILLS} kills of the tab in the middle of a submission`, async () => {
  test.setTimeout(120_000 + KILLS * 60_000);
  const product = await startProduct();
  const profile = mkdtempSync(join(tmpdir(), 'adit-profile-'));
  const cuts: Cut[] = [];
  let deviceKey = '';

  for (let kill = 0; kill < KILLS; kill++) {
    const context = await openProfile(profile);
    const page = context.pages()[0] ?? (await context.newPage());
    const cut = cutSubmission(context, kill % 2 === 0);
    await startMining(page, product.url);
    deviceKey = await deviceKeyOf(page);
    cuts.push(await cut);
    await killBrowser(context, profile);
  }
  const context = await openProfile(profile);
  await startMining(context.pages()[0] ?? (await context.newPage()), product.url);
  const wanted = cuts.map(({ submissionId }) => submissionId);
  await eventually('every cut result at the coordinator', 120_000, async () => {
    const there = await readUnits(product.url, deviceKey);
    return wanted.every((id) => there.some((unit) => unit.submissionId === id));
  });
  await context.close();

  const ids = (await readUnits(product.url, deviceKey)).flatMap((unit) => unit.submissionId ?? []);
  const lost = cuts.filter((cut) => cut.acknowledged && !ids.includes(cut.submissionId));
  await product.kill();
  const paidTwice = await creditedTwice(join(product.dataFolder, 'adit.db'));
  test.info().annotations.push({
    type: 'cut, acknowledged, lost, credited twice',
    description: `${cuts.length}, ${cuts.filter((cut) => cut.acknowledged).length}, ${lost.length}, ${paidTwice}`,
  });

  expect(new Set(ids).size).toBe(ids.length);
  expect(lost).toEqual([]);
  expect(paidTwice).toBe(0);
  await product.close();
  rmSync(profile, { recursive: true, force: true });
});

function openProfile(profile: string): Promise<BrowserContext> {
  const { launchOptions } = test.info().project.use;
  return chromium.launchPersistentContext(profile, {
    ...launchOptions,
    headless: true,
    serviceWorkers: 'block',
  });
}

/** Kills the profile's browser, which gets no chance to write anything down. */
async function killBrowser(context: BrowserContext, profile: string): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    context.once('close', () => resolve());
  });
  // Chromium names the owner of a profile in this link: HOST-PID.
  const owner = readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1);
  process.kill(Number(owner), 'SIGKILL');
  await gone;
}

/** Resolves when the next submission was cut: before the coordinator has it, or after. */
function cutSubmission(context: BrowserContext, reaches: boolean): Promise<Cut> {
  return new Promise((resolve, reject) => {
    const cut = async (route: Route): Promise<void> => {
      const { submissionId } = route.request().postDataJSON() as { submissionId: string };
      // The answer stays with this test: the tab is dead before it could arrive.
      if (reaches) await route.fetch();
      resolve({ submissionId, acknowledged: reaches });
    };
    context.route(SUBMISSIONS, cut).catch(reject);
  });
}

/** Submissions that the ledger credits more than once. */
async function creditedTwice(path: string): Promise<number> {
  const store = openLibsql(path);
  const rows = await store.read((sql) =>
    sql.query(
      "SELECT ref FROM ledger WHERE asset = 'work' AND amount > 0 GROUP BY ref HAVING COUNT(*) > 1",
    ),
  );
  await store.close();
  return rows.length;
}
