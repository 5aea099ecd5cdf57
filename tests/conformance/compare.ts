import type { Tolerance } from './contract.ts';

/** Relative tolerance of recorded numbers; strings, orders and truth values are compared exactly. */
const RELATIVE = 1e-9;

/** Where two values of JSON differ, as sentences; empty when they agree. */
export function differences(
  actual: unknown,
  expected: unknown,
  path = 'value',
  tolerance: number | Tolerance = RELATIVE,
): string[] {
  if (typeof expected === 'number') {
    return typeof actual === 'number' && isClose(actual, expected, tolerance)
      ? []
      : [`${path} is ${String(actual)}, recorded ${expected}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return [`${path} is ${JSON.stringify(actual)}, recorded ${JSON.stringify(expected)}`];
    }
    return expected.flatMap((item, i) => differences(actual[i], item, `${path}[${i}]`, tolerance));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return [`${path} is not an object`];
    const found: Record<string, unknown> = { ...actual };
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...keys].flatMap((key) =>
      differences(
        found[key],
        (expected as Record<string, unknown>)[key],
        `${path}.${key}`,
        tolerance,
      ),
    );
  }
  return Object.is(actual, expected)
    ? []
    : [`${path} is ${JSON.stringify(actual)}, recorded ${JSON.stringify(expected)}`];
}

function isClose(a: number, b: number, tolerance: number | Tolerance): boolean {
  const { relative = RELATIVE, absolute = 0 } =
    typeof tolerance === 'number' ? { relative: tolerance } : tolerance;
  const distance = Math.abs(a - b);
  const largest = Math.max(Math.abs(a), Math.abs(b));
  return a === b || distance <= absolute || distance <= relative * largest;
}
