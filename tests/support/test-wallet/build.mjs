import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

// Bundles the test wallet into a folder that Chromium loads as an unpacked extension. Each script
// is one self-contained file, since neither content scripts nor this worker are modules.

const FOLDER = import.meta.dirname;
const CACHE = join(FOLDER, '../../../.cache/test-wallet');
const SCRIPTS = ['background', 'content', 'page', 'approve'];
const STATIC = ['manifest.json', 'notification.html'];
const ENV = { EXTENSION_PREFIX: 'adit-test', PORT_PREFIX: 'adit-test' };

/**
 * A service worker refuses top-level await, and extension-base waits so for its stored
 * permissions. The wait becomes a promise that our worker awaits before it answers anything.
 */
const awaitAsPromise = {
  name: 'await-as-promise',
  transform(code, id) {
    if (!id.endsWith('extension-base/background/handlers/index.js')) return null;
    if (!code.includes('await state.init();')) {
      throw new Error('extension-base no longer waits for its state: remove this hook');
    }
    return code.replace('await state.init();', 'export const ready = state.init();');
  },
};

async function bundle(name, outDir) {
  await build({
    configFile: false,
    logLevel: 'error', // eval and import.meta of a dependency that this bundle never reaches
    root: FOLDER,
    publicDir: false,
    define: { 'process.env': JSON.stringify(ENV), global: 'globalThis', 'import.meta': '{}' },
    plugins: [awaitAsPromise],
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      lib: {
        entry: join(FOLDER, `${name}.ts`),
        formats: ['iife'],
        name: `testWallet_${name}`,
        fileName: () => `${name}.js`,
      },
    },
  });
}

async function fingerprint() {
  const hash = createHash('sha256');
  for (const file of (await readdir(FOLDER)).sort())
    hash.update(await readFile(join(FOLDER, file)));
  hash.update(await readFile(join(FOLDER, '../../../package-lock.json')));
  return hash.digest('hex').slice(0, 16);
}

/** Folder of the unpacked extension; built when its sources or the lockfile have changed. */
export async function buildTestWallet() {
  const folder = join(CACHE, await fingerprint());
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const fresh = await mkdtemp(join(CACHE, 'build-'));
  for (const name of SCRIPTS) await bundle(name, fresh);
  for (const file of STATIC) await cp(join(FOLDER, file), join(fresh, file));
  await rename(fresh, folder).catch(async (error) => {
    if (!existsSync(folder)) throw error;
    await rm(fresh, { recursive: true }); // another run was faster
  });
  return folder;
}
