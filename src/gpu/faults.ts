import { AppError } from '../shared/errors.ts';

// WebGPU reports what went wrong apart from the call that caused it. Work that waits on the GPU
// waits through a guard, which fails with the reason instead of hanging or reading zeros.

export interface Faults {
  /**
   * The work's value, unless the device was lost or reported an error meanwhile.
   *
   * @throws AppError `gpu.lost`, `gpu.out-of-memory` or `gpu.kernel-failed`
   */
  guard<T>(work: Promise<T>): Promise<T>;
}

export function watchFaults(device: GPUDevice): Faults {
  let reported: AppError | null = null;
  const lost: Promise<never> = device.lost.then(({ message, reason }) => {
    throw new AppError('gpu.lost', `the graphics device was lost (${reason}): ${message}`, {
      retryable: true,
    });
  });
  lost.catch(() => undefined); // whoever waits hears of it through the guard
  device.addEventListener('uncapturederror', ({ error }) => {
    reported ??= describeFault(error);
  });
  return {
    async guard(work) {
      const value = await Promise.race([work, lost]);
      const fault = reported;
      reported = null;
      if (fault) throw fault;
      return value;
    },
  };
}

/** What the device reported, as an error of ours. */
export function describeFault(error: GPUError): AppError {
  const isMemory =
    typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError;
  return new AppError(isMemory ? 'gpu.out-of-memory' : 'gpu.kernel-failed', error.message);
}
