import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, become } from './exec.mjs';
import { buildServer } from './setup.mjs';

// npm run dev: the coordinator as built, the app from source with hot reload on Vite's port.

await buildServer();
const coordinator = spawn(process.execPath, [join(ROOT, 'dist/server/serve.js')], {
  stdio: 'inherit',
});
process.on('exit', () => coordinator.kill());
become(join(ROOT, 'node_modules/.bin/vite'), process.argv.slice(2));
