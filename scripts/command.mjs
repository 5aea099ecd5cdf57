import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, become } from './exec.mjs';
import { fail } from './log.mjs';
import { buildServer, setup } from './setup.mjs';

// node scripts/command.mjs NAME [ARGS]: sets up, then runs dist/server/NAME.js.
// `--with-app` before NAME builds the app too, for commands that open it in a browser.

const args = process.argv.slice(2);
const withApp = args[0] === '--with-app';
const [name, ...rest] = withApp ? args.slice(1) : args;
await (withApp ? setup() : buildServer());
const file = join(ROOT, 'dist/server', `${name}.js`);
if (!existsSync(file)) fail(`there is no command ${name}`);
become(process.execPath, [file, ...rest]);
