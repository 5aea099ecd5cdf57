import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'vite';

// Server side: every command of src/cli, and the worker threads, each a Node entry in dist/server.

const commands = readdirSync('src/cli', { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => `src/cli/${entry.name}`);

const threads = [
  'src/coordinator/verification/verify-worker.ts',
  'src/coordinator/pool/render-worker.ts',
  'src/coordinator/jobs/job-worker.ts',
];

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/server',
    target: 'node20',
    emptyOutDir: true,
    rolldownOptions: {
      input: Object.fromEntries(
        [...commands, ...threads].map((file) => [basename(file, '.ts'), file]),
      ),
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
