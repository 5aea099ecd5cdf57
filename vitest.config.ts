import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

// Projects: unit (Node, or happy-dom by a file's head comment), contract, sim, gpu (a real browser);
// chain-node runs by itself alone (scripts/chain-node.mjs).

const paraglide = paraglideVitePlugin({ project: './project.inlang', outdir: './src/paraglide' });

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const executablePath = process.env['ADIT_CHROMIUM'];

const PURE = 'tests/unit/{chain,convert,coordinator,nn,protocol,shared,subnets}/**/*.test.ts';

interface NodeProject {
  readonly components: boolean;
  readonly include?: string;
  readonly exclude?: string;
  /** Files share one module graph: for tests of pure code, which have nothing to undo. */
  readonly shared?: boolean;
}

/**
 * `components` resolves packages as a browser does, for components are mounted there; elsewhere
 * ws and what stands on it would be stubs.
 */
function nodeProject(name: string, timeoutMs: number, options: NodeProject) {
  const { components, include = `tests/${name}/**/*.test.ts`, exclude, shared = false } = options;
  return {
    plugins: [paraglide, svelte(), ...(components ? [svelteTesting()] : [])],
    test: {
      name,
      include: [include],
      exclude: exclude ? [exclude] : [],
      isolate: !shared,
      setupFiles: ['tests/support/fixed-seed.ts'],
      testTimeout: timeoutMs,
      hookTimeout: timeoutMs,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      nodeProject('unit', 20_000, { components: true, exclude: PURE }),
      nodeProject('unit-pure', 20_000, { components: false, include: PURE, shared: true }),
      nodeProject('contract', 60_000, { components: false }),
      nodeProject('sim', 300_000, { components: false }),
      nodeProject('chain-node', 180_000, { components: false }),
      {
        server: {
          headers: {
            'Cross-Origin-Opener-Policy': 'same-origin',
            'Cross-Origin-Embedder-Policy': 'require-corp',
          },
        },
        test: {
          name: 'gpu',
          include: ['tests/gpu/**/*.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
