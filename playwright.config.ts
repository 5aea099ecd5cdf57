import { defineConfig } from '@playwright/test';

// End-to-end and chaos tests: the built product, as `npm start` runs it, in a real Chromium.

const executablePath = process.env['ADIT_CHROMIUM'];

export default defineConfig({
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  reporter: [['list'], ['json']],
  outputDir: 'test-results/playwright',
  use: {
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'e2e', testDir: 'tests/e2e' },
    { name: 'chaos', testDir: 'tests/chaos' },
  ],
});
