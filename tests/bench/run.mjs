// node tests/bench/run.mjs NAME [ARGS]: runs tests/bench/NAME.ts.
import { runnerImport } from 'vite';

const name = process.argv[2];
if (!name) throw new Error('which benchmark? e.g. node tests/bench/run.mjs rendered-recall');
process.argv.splice(1, 2, `tests/bench/${name}.ts`);
await runnerImport(`./tests/bench/${name}.ts`, { configFile: false, logLevel: 'warn' });
