import { runSteps } from './report.mjs';
import { installPeers } from './setup.mjs';
import { CHAIN_NODE_STEPS } from './steps.mjs';

// npm run test:chain-node: the chain client against a real Substrate runtime. Apart from npm test,
// for the packages it installs.

await installPeers();
process.exit(await runSteps(CHAIN_NODE_STEPS));
