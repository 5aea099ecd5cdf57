// JSON as Python reads and prints it: 1 and 1.0 are different values there, and their spelling
// enters hashes and signatures.

/** A floating-point number, printed with a point or an exponent even where it is whole. */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Python prints exponents from 1e16 up and below 1e-4. */
const EXPONENT_FROM = 1e16;
const EXPONENT_BELOW = 1e-4;

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON → value: floats become `Double`, integers beyond 2^53 `bigint`.
 *
 * @throws SyntaxError for text that is not JSON
 */
export function parsePythonJson(text: string): unknown {
  // Numbers travel as strings, so that their spelling survives; every string says which it is.
  const marked = text.replace(TOKENS, (token) =>
    token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value === 'string') {
      return value.startsWith('n') ? numberOf(value.slice(1)) : value.slice(1);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.slice(1), member]));
  });
}

function numberOf(token: string): unknown {
  if (/[.eE]/.test(token)) return new Double(Number(token));
  const whole = Number(token);
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(token); // -0 is the integer 0
}

/** `repr` of a finite float: shortest digits, `1.0`, `-0.0`, `1e+21`, `1e-05`. */
export function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size >= EXPONENT_FROM || size < EXPONENT_BELOW)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    const power = exponent.slice(1).padStart(2, '0');
    return `${digits}e${exponent.slice(0, 1)}${power}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** A plain number: an integer where a double holds it exactly, otherwise a float. */
export function numberText(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : doubleText(value);
}
