import { parsePythonInt } from '../../../shared/python-parse.ts';
import { stripPython } from '../../../shared/python-text.ts';

// Least NVIDIA driver of an idle node. Section e.5; incentive/default.py 07175cf7.

export const LEAST_DRIVER = '580.65.06';
const LEAST_VERSION = parseVersion(LEAST_DRIVER) ?? [];
/** 2026-06-30 12:00 UTC: before it no driver is too old. */
export const DRIVER_CUTOFF_MS = Date.UTC(2026, 5, 30, 12);

export interface DriverReading {
  /** As the driver reports it: `580.95.05`. */
  readonly driver: string;
  readonly rented: boolean;
  readonly nowMs: number;
}

/**
 * Driver factor: 1, or 0 for an idle node whose version is below 580.65.06 from the cut-off on.
 * Versions compare number by number, a missing tail is smaller; empty or unreadable text passes.
 */
export function driverFactor({ driver, rented, nowMs }: DriverReading): 0 | 1 {
  if (rented || nowMs < DRIVER_CUTOFF_MS) return 1;
  const version = parseVersion(driver);
  return version === null || isAtLeast(version, LEAST_VERSION) ? 1 : 0;
}

function parseVersion(text: string): number[] | null {
  const parts = stripPython(text).split('.').map(parsePythonInt);
  return parts.some((part) => part === null) ? null : parts.filter((part) => part !== null);
}

function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  for (const [i, needed] of least.entries()) {
    const part = version[i];
    if (part === undefined) return false;
    if (part !== needed) return part > needed;
  }
  return true;
}
