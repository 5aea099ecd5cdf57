import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Lets other threads go first, so that answering visitors comes before judging, and judging before
 * making material. Works where the system has a priority per thread (Linux), and is nothing
 * elsewhere.
 * @param nice 0 (as everybody) to 19 (last)
 */
export function lowerThreadPriority(nice: number): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isSafeInteger(thread) && thread > 0) setPriority(thread, nice);
  } catch {
    // No such system, or not allowed: everything runs as well, only less politely.
  }
}
