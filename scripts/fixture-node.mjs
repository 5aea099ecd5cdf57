import { install } from './setup.mjs';

// npm run fixture-node -- [--port N] [--fund ADDRESS …]: a simulated Subtensor node on the loopback.

await install();
const { runnerImport } = await import('vite');
await runnerImport('./tests/support/fixture-node/run.ts', { configFile: false, logLevel: 'warn' });
