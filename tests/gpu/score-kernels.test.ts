import { beforeAll, describe, expect, it } from 'vitest';
import type { GpuContext } from '../../src/gpu/context.ts';
import { runSelfTest } from '../../src/gpu/self-test.ts';
import { DEFAULT_SETTINGS } from '../../src/subnets/score/pipeline/settings.ts';
import {
  decodeError,
  decodeTest,
  letterboxError,
  letterboxTest,
} from '../../src/subnets/score/tab/self-tests.ts';
import { testContext } from './context.ts';

let gpu: GpuContext;
beforeAll(async () => {
  gpu = await testContext();
});

const settings = { ...DEFAULT_SETTINGS, inputWidth: 160, inputHeight: 96 };

describe('score/letterbox against the CPU', () => {
  it.each([
    { width: 160, height: 90, tile: { x: 0, y: 0, width: 160, height: 90 } },
    { width: 319, height: 181, tile: { x: 0, y: 0, width: 319, height: 181 } },
    { width: 501, height: 307, tile: { x: 13, y: 101, width: 333, height: 206 } },
    { width: 77, height: 301, tile: { x: 5, y: 0, width: 64, height: 301 } },
    { width: 65, height: 33, tile: { x: 1, y: 1, width: 64, height: 32 } },
  ])('$width × $height', async ({ width, height, tile }) => {
    const error = await letterboxError(gpu, { width, height, tile, settings });
    expect(error).toBeLessThan(2e-6);
  });
});

describe('score/decode against the CPU', () => {
  it.each([
    { width: 1, height: 1, boxChannels: 4, roles: false },
    { width: 17, height: 9, boxChannels: 4, roles: true },
    { width: 40, height: 23, boxChannels: 8, roles: false },
    { width: 81, height: 47, boxChannels: 8, roles: true },
  ] as const)('$width × $height, $boxChannels sides, roles $roles', async (shape) => {
    expect(await decodeError(gpu, shape)).toBe(0);
  });
});

describe('self-tests', () => {
  it.each([letterboxTest, decodeTest])('$kernel passes on this device', async (test) => {
    const { passed, line } = await runSelfTest(gpu, test);
    expect(line).toContain('agrees with the CPU');
    expect(passed).toBe(true);
  });

  it('switches a kernel with wrong numbers off and says so', async () => {
    const wrong = { ...letterboxTest, worstError: () => Promise.resolve(0.25) };
    expect(await runSelfTest(gpu, wrong)).toEqual({
      kernel: 'score/letterbox',
      passed: false,
      line: 'score/letterbox is off on this device: wrong numbers: error 2.5e-1, at most 2.0e-6',
    });
  });

  it('switches a kernel off whose commands the device refuses', async () => {
    const invalid = {
      ...letterboxTest,
      worstError: (context: GpuContext) => {
        context.device.createBuffer({ size: 4, usage: 0 });
        return Promise.resolve(0);
      },
    };
    expect((await runSelfTest(gpu, invalid)).passed).toBe(false);
  });
});
