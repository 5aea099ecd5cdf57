import { findBrowser } from './find-browser.mjs';
import { fail, say } from './log.mjs';
import { runSteps } from './report.mjs';
import { setup } from './setup.mjs';
import { CHECK_STEPS, testSteps } from './steps.mjs';

// npm test: sets up what is missing, then check, unit, contract, sim, gpu, e2e and a short chaos run.
// `node scripts/test.mjs NAME …` runs only those steps.

const only = process.argv.slice(2);
await setup();
const browser = await findBrowser().catch((error) => fail(error.message));
say(`browser: ${browser}`);
const steps = [...CHECK_STEPS, ...testSteps(browser)].filter(
  (step) => only.length === 0 || only.includes(step.name),
);
process.exit(await runSteps(steps));
