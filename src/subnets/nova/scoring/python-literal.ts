// The Python literals that an uploaded commitment may be: a tuple of an int (or bool) and bytes.
// A hand-written reader of exactly that much of Python's grammar; everything else is refused.

/** Bytes of an upload that are read. */
const MAX_CHARACTERS = 20 * 1024;
/** Python refuses to convert longer decimal numbers. */
const MAX_DIGITS = 4300;
const BLANK = /^(?:[ \t\f]|\\\n|#[^\n]*)+/;
/** Inside parentheses, and around the whole, lines may end anywhere. */
const BLANK_LINES = /^(?:[ \t\f\n]|\\\n|#[^\n]*)+/;
const DECIMAL = /^(?:[1-9](?:_?\d)*|0(?:_?0)*)(?![\w.])/;
const BASED = /^0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)(?!\w)/;
const BYTES = /^(?:[bB][rR]?|[rR][bB])('''|"""|'|")/;
const ESCAPES: Readonly<Record<string, number>> = {
  '\\': 92,
  "'": 39,
  '"': 34,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

export interface TimelockedText {
  /** Round of the random beacon that unlocks the text; Python takes a bool for a number. */
  readonly round: bigint | boolean;
  readonly ciphertext: Uint8Array;
}

/**
 * Reads `(round, b'…')`.
 *
 * @returns null for more than 20 × 1024 characters, and for anything but a tuple of exactly an int
 *   or bool and bytes. Source: NOVA `tuple_safe_eval` @ f947557.
 */
export function parseTimelocked(text: string): TimelockedText | null {
  if ([...text].length > MAX_CHARACTERS || text.includes('\0')) return null;
  const source = text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replace(/^[ \t]+/, '');
  const reader = new Reader(source);
  try {
    const value = reader.expression();
    if (!reader.atEnd() || !Array.isArray(value) || value.length !== 2) return null;
    const [round, ciphertext] = value;
    const isNumber = typeof round === 'bigint' || typeof round === 'boolean';
    return isNumber && ciphertext instanceof Uint8Array ? { round, ciphertext } : null;
  } catch (error) {
    if (error instanceof NotALiteral) return null;
    throw error;
  }
}

class NotALiteral extends Error {}

type Value = bigint | boolean | Uint8Array | readonly Value[];

class Reader {
  #rest: string;
  /** Open parentheses. */
  #depth = 0;

  constructor(text: string) {
    this.#rest = text.replace(BLANK_LINES, '');
  }

  atEnd(): boolean {
    return this.#rest.replace(BLANK_LINES, '') === '';
  }

  /** Values with commas between them are a tuple; a single one is itself. */
  expression(): Value {
    const first = this.#value();
    if (!this.#take(',')) return first;
    const values = [first];
    while (this.#rest !== '' && !this.#rest.startsWith(')')) {
      values.push(this.#value());
      if (!this.#take(',')) break;
    }
    return values;
  }

  #value(): Value {
    if (this.#take('(')) return this.#parenthesis();
    const word = /^(True|False)(?!\w)/.exec(this.#rest)?.[1];
    if (word) {
      this.#skip(word.length);
      return word === 'True';
    }
    if (BYTES.test(this.#rest)) return this.#bytes();
    const sign = /^[+-]/.exec(this.#rest)?.[0];
    if (sign) this.#skip(1);
    // A sign stands before a number, which may be in parentheses; before nothing else.
    const number = sign && this.#take('(') ? this.#parenthesis(true) : this.#number();
    if (typeof number !== 'bigint') throw new NotALiteral();
    return sign === '-' ? -number : number;
  }

  #parenthesis(unsigned = false): Value {
    if (unsigned && /^[+-]/.test(this.#rest)) throw new NotALiteral();
    const value = this.#rest.startsWith(')') ? [] : this.expression();
    this.#depth--;
    if (!this.#take(')')) throw new NotALiteral();
    return value;
  }

  #number(): bigint {
    const digits = (BASED.exec(this.#rest) ?? DECIMAL.exec(this.#rest))?.[0];
    if (digits === undefined) throw new NotALiteral();
    const plain = digits.replaceAll('_', '');
    if (/^\d+$/.test(plain) && plain.length > MAX_DIGITS) throw new NotALiteral();
    this.#skip(digits.length);
    return BigInt(plain);
  }

  /** Neighbouring literals are one. */
  #bytes(): Uint8Array {
    const all: number[] = [];
    for (let start = BYTES.exec(this.#rest); start; start = BYTES.exec(this.#rest)) {
      const [opening, quote = "'"] = start;
      const raw = /r/i.test(opening);
      this.#rest = this.#rest.slice(opening.length);
      all.push(...this.#content(quote, raw));
      this.#blank();
    }
    return Uint8Array.from(all);
  }

  #content(quote: string, raw: boolean): number[] {
    const bytes: number[] = [];
    for (;;) {
      if (this.#rest.startsWith(quote)) {
        this.#rest = this.#rest.slice(quote.length);
        return bytes;
      }
      const code = this.#rest.charCodeAt(0);
      const brokenLine = code === 10 && quote.length === 1;
      // NaN at the end of the text fails the comparison too.
      if (brokenLine || !(code < 128)) throw new NotALiteral();
      if (code === 92) bytes.push(...this.#escape(raw));
      else {
        bytes.push(code);
        this.#rest = this.#rest.slice(1);
      }
    }
  }

  /** What a backslash and its followers stand for; an unknown escape stands for itself. */
  #escape(raw: boolean): number[] {
    const next = this.#rest.charAt(1);
    const special = /^\\x([0-9a-fA-F]{2})/.exec(this.#rest) ?? /^\\([0-7]{1,3})/.exec(this.#rest);
    if (next === '' || next.charCodeAt(0) > 127) throw new NotALiteral();
    const [taken, digits] = raw || !special ? [this.#rest.slice(0, 2)] : special;
    this.#rest = this.#rest.slice(taken.length);
    if (raw) return [92, next.charCodeAt(0)];
    if (digits !== undefined) return [parseInt(digits, next === 'x' ? 16 : 8) & 255];
    if (next === 'x') throw new NotALiteral();
    if (next === '\n') return [];
    const known = ESCAPES[next];
    return known === undefined ? [92, next.charCodeAt(0)] : [known];
  }

  #take(text: string): boolean {
    if (!this.#rest.startsWith(text)) return false;
    if (text === '(') this.#depth++;
    this.#skip(text.length);
    return true;
  }

  #skip(length: number): void {
    this.#rest = this.#rest.slice(length);
    this.#blank();
  }

  #blank(): void {
    this.#rest = this.#rest.replace(this.#depth > 0 ? BLANK_LINES : BLANK, '');
  }
}
