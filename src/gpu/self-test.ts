import { type GpuContext } from './context.ts';
import { describeFault } from './faults.ts';

// A kernel is used on a device only after it gave the right numbers on that device.

export interface SelfTest {
  readonly kernel: string;
  /** Largest |GPU - CPU| on a small case; Infinity when a count differs. */
  worstError(gpu: GpuContext): Promise<number>;
  readonly tolerance: number;
}

export interface SelfTestResult {
  readonly kernel: string;
  readonly passed: boolean;
  /** One line for people: the figures, or why the kernel is off. */
  readonly line: string;
}

/** Runs one self-test; never throws. */
export async function runSelfTest(gpu: GpuContext, test: SelfTest): Promise<SelfTestResult> {
  const { kernel, tolerance } = test;
  gpu.device.pushErrorScope('validation');
  const outcome = await test.worstError(gpu).catch((error: unknown) => error);
  const fault = await gpu.device.popErrorScope().catch(() => null); // a lost device has no scope
  if (fault) return off(kernel, describeFault(fault).message);
  if (typeof outcome !== 'number') {
    return off(kernel, outcome instanceof Error ? outcome.message : String(outcome));
  }
  const figures = `error ${outcome.toExponential(1)}, at most ${tolerance.toExponential(1)}`;
  return outcome <= tolerance
    ? { kernel, passed: true, line: `${kernel} agrees with the CPU (${figures})` }
    : off(kernel, `wrong numbers: ${figures}`);
}

function off(kernel: string, reason: string): SelfTestResult {
  return { kernel, passed: false, line: `${kernel} is off on this device: ${reason}` };
}
