import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './exec.mjs';
import { fail, say } from './log.mjs';
import { hashOf, unlessStamped } from './stamp.mjs';

// Everything a bare clone needs, with Node and npm alone: install, build, models. Each step is
// skipped when its inputs have not changed.

const CONFIGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'svelte.config.js'];
const SERVER_INPUTS = [...CONFIGS, 'vite.server.config.ts', 'src', 'tests/conformance'];
const APP_INPUTS = [
  ...CONFIGS,
  'vite.config.ts',
  'scripts/offline-shell.mjs',
  'index.html',
  'src',
  'shaders',
  'workers',
  'public',
  'messages',
  'project.inlang',
];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!fits) {
    fail(
      `Node ${process.versions.node} is too old; Adit needs ^20.19 or >=22.12. Install it from https://nodejs.org and try again.`,
    );
  }
}

async function must(what, command, args) {
  const started = performance.now();
  say(`${what} …`);
  const code = await run(command, args);
  if (code !== 0)
    fail(
      `${what} failed with exit code ${code}; the lines above say why. Run the same command again after mending it.`,
    );
  say(`${what}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

/** Installs the packages of the lockfile. */
export async function install() {
  checkNode();
  await unlessStamped('node_modules/.adit-lock', hashOf(['package-lock.json', '.npmrc']), () =>
    must('installing packages (npm ci)', 'npm', ['ci', '--no-audit', '--no-fund']),
  );
}

/** Installs the other implementations that slow tests compare with: 310 packages, 330 MB. */
export async function installPeers() {
  await install();
  await unlessStamped(
    'tests/peers/node_modules/.adit-peers',
    hashOf(['tests/peers/package.json']),
    () =>
      must('installing tests/peers (310 packages, 330 MB, once)', 'npm', [
        'install',
        '--prefix',
        'tests/peers',
        '--ignore-scripts',
        '--no-package-lock',
        '--no-audit',
        '--no-fund',
      ]),
  );
}

/** Builds the coordinator and the commands into dist/server, and makes the models. */
export async function buildServer() {
  await install();
  await unlessStamped('dist/server/.stamp', hashOf(SERVER_INPUTS), () =>
    must('building the coordinator', bin('vite'), [
      'build',
      '--config',
      'vite.server.config.ts',
      '--logLevel',
      'warn',
    ]),
  );
  if (existsSync(join(ROOT, 'dist/server/models.js'))) {
    const code = await run(process.execPath, [join(ROOT, 'dist/server/models.js')]);
    if (code !== 0) fail('making the models failed; the lines above say why.');
  }
}

/** Everything: packages, coordinator, models, app. */
export async function setup() {
  await buildServer();
  await unlessStamped('dist/app/.stamp', hashOf(APP_INPUTS), () =>
    must('building the app', bin('vite'), ['build', '--logLevel', 'warn']),
  );
}
