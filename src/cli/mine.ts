import { resolve } from 'node:path';
import { allManifests } from '../subnets/judges.ts';
import { AppError } from '../shared/errors.ts';
import {
  coordinatorUrl,
  positiveInteger,
  positiveNumber,
  readArguments,
} from './headless/arguments.ts';
import { launchBrowser } from './headless/browser.ts';
import { openCoordinator } from './headless/coordinator.ts';
import { type Report, runCommand, say } from './headless/output.ts';
import { summarize } from './headless/summary.ts';
import { mineAsVisitor } from './headless/visitor.ts';

// npm run mine -- --subnet SLUG --seconds N [--tabs N] [--frames DIR] [--coordinator URL]
//                 [--out FILE] [--json]
// The same page as a visitor's, in headless Chromium. Without --coordinator one is started.

const { values } = readArguments({
  options: {
    subnet: { type: 'string', default: 'score' },
    seconds: { type: 'string', default: '60' },
    tabs: { type: 'string', default: '1' },
    frames: { type: 'string' },
    coordinator: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function mine(): Promise<Report> {
  const { subnet } = values;
  if (allManifests.every(({ slug }) => slug !== subnet)) {
    const known = allManifests.map(({ slug }) => slug).join(', ');
    throw new AppError('not-found', `there is no subnet ${subnet}; there are: ${known}`);
  }
  const mineMs = positiveNumber('seconds', values.seconds) * 1000;
  const tabs = positiveInteger('tabs', values.tabs);
  const wanted = values.coordinator === undefined ? null : coordinatorUrl(values.coordinator);
  const env: Record<string, string> = values.frames
    ? { ADIT_SCORE_FRAMES: resolve(values.frames) }
    : {};
  const coordinator = await openCoordinator({ url: wanted, env });
  try {
    const browser = await launchBrowser();
    try {
      say(`mining ${subnet} at ${coordinator.url} for ${mineMs / 1000} s in ${tabs} tab(s) …`);
      const options = { url: coordinator.url, subnet, mineMs };
      const visits = Array.from({ length: tabs }, () => mineAsVisitor(browser, options));
      const reports = await Promise.all(visits);
      const summary = { ...summarize(reports) };
      return { summary, raw: { summary, subnet, mineMs, tabs: reports } };
    } finally {
      await browser.close();
    }
  } finally {
    await coordinator.close();
  }
}

await runCommand({ json: values.json, out: values.out }, mine);
