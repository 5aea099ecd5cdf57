import { install } from './setup.mjs';
import { runSteps } from './report.mjs';
import { CHECK_STEPS } from './steps.mjs';

// npm run check: types, lint, format, import rules, unused code; zero warnings.

await install();
process.exit(await runSteps(CHECK_STEPS));
