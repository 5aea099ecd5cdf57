import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configurationPage } from '../../../src/coordinator/config/document.ts';
import { loadConfig } from '../../../src/coordinator/config/load.ts';
import { AppError } from '../../../src/shared/errors.ts';

describe('configuration', () => {
  test('an empty environment gives the documented defaults', () => {
    const config = loadConfig({}, ['score']);

    expect(config).toMatchObject({
      port: 8787,
      host: '127.0.0.1',
      data: '.adit',
      epochMs: 60_000,
      emission: 1_000_000_000,
      poolGroups: 6,
      verifyWorkers: 1,
      demoToken: null,
      origin: null,
      chainEndpoints: [],
      frames: {},
    });
  });

  test('reads numbers, lists and a folder per subnet', () => {
    const config = loadConfig(
      {
        ADIT_PORT: '0',
        ADIT_CHAIN_ENDPOINTS: 'wss://one.example:443, ws://127.0.0.1:9944',
        ADIT_TWO_WORDS_FRAMES: '/frames',
        ADIT_ORIGIN: 'https://mine.example',
      },
      ['score', 'two-words'],
    );

    expect(config.port).toBe(0);
    expect(config.chainEndpoints).toEqual(['wss://one.example:443', 'ws://127.0.0.1:9944']);
    expect(config.frames).toEqual({ 'two-words': '/frames' });
    expect(config.origin).toBe('https://mine.example');
  });

  test.each([
    ['ADIT_PORT', 'eighty'],
    ['ADIT_PORT', '70000'],
    ['ADIT_PORT', '1e3'],
    ['ADIT_LOG_LEVEL', 'loud'],
    ['ADIT_ORIGIN', 'https://mine.example/path'],
    ['ADIT_ORIGIN', 'mine.example'],
    ['ADIT_DEMO_TOKEN', 'short'],
    ['ADIT_CHAIN_ENDPOINTS', "wss://one.example; script-src 'unsafe-inline'"],
    ['ADIT_EPOCH_MS', '-1'],
  ])('%s = %s is refused with the key, the value and what is allowed', (name, value) => {
    const load = () => loadConfig({ [name]: value }, []);

    expect(load).toThrow(AppError);
    expect(load).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    expect(load).toThrow(new RegExp(`^${name} is .*it takes `));
  });

  test('docs/configuration.md is the table of the keys', () => {
    const page = readFileSync('docs/configuration.md', 'utf8');

    expect(page).toBe(configurationPage(['score']));
  });
});
