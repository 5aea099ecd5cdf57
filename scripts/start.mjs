import { join } from 'node:path';
import { ROOT, become } from './exec.mjs';
import { setup } from './setup.mjs';

// npm start: set up if needed, build if stale, run the coordinator with the app on one port.

await setup();
become(process.execPath, [join(ROOT, 'dist/server/serve.js'), ...process.argv.slice(2)]);
