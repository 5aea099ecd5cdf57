import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { keepShellOnly } from './scripts/offline-shell.mjs';

// The app. The coordinator and the commands are built by vite.server.config.ts.

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const coordinator = process.env['ADIT_COORDINATOR'] ?? 'http://127.0.0.1:8787';

/** Worker whose response alone allows evaluation: the coordinator knows it by its folder. */
const EVALUATING_WORKER = 'chemistry';

const rolldownOptions = {
  // Whoever runs `npm start` has no use for how long each plugin took.
  checks: { pluginTimings: false },
  // File names without words: lists of content blockers match names such as "miner".
  output: {
    entryFileNames: 'assets/[hash].js',
    chunkFileNames: 'assets/[hash].js',
    assetFileNames: 'assets/[hash][extname]',
  },
};

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
    }),
    tailwindcss(),
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/app/offline',
      filename: 'sw.ts',
      injectRegister: null,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,woff2,webmanifest}'],
        manifestTransforms: [keepShellOnly('dist/app')],
      },
    }),
  ],
  // The chain's library brings 130 kB of WebAssembly for signing and for faster hashes. Here wallets
  // sign, and a page hashes little: its own JavaScript does, by the entry that it has for that.
  resolve: {
    alias: [
      { find: /^@polkadot\/wasm-crypto-init$/, replacement: '@polkadot/wasm-crypto-init/none' },
    ],
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      ...rolldownOptions,
      output: {
        ...rolldownOptions.output,
        entryFileNames: ({ name }) =>
          name === EVALUATING_WORKER ? `assets/${name}/[hash].js` : 'assets/[hash].js',
      },
    },
  },
  build: {
    outDir: 'dist/app',
    target: 'es2023',
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions,
  },
  server: {
    headers: isolation,
    proxy: { '/v1': { target: coordinator, ws: true } },
  },
  preview: { headers: isolation },
});
