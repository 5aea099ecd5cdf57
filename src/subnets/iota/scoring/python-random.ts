// Python's random.Random: Mersenne Twister MT19937, seeded by array, as `shuffle` uses it.

const SIZE = 624;
const SHIFT = 397;
const MATRIX = 0x9908b0df;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;

export class PythonRandom {
  readonly #state = new Uint32Array(SIZE);
  #index = SIZE;

  /** @param seed integer, 0..2^32 − 1 */
  constructor(seed: number) {
    this.seed(seed);
  }

  /** `random.seed(seed)` of a one-word integer. Source: Matsumoto and Nishimura, `init_by_array`. */
  seed(seed: number): void {
    const state = this.#state;
    state[0] = 19_650_218;
    for (let i = 1; i < SIZE; i++) state[i] = Math.imul(1_812_433_253, this.#mixed(i - 1)) + i;
    let i = 1;
    for (let k = 0; k < SIZE; k++) {
      state[i] = (this.#word(i) ^ Math.imul(this.#mixed(i - 1), 1_664_525)) + seed;
      i = this.#next(i);
    }
    for (let k = 1; k < SIZE; k++) {
      state[i] = (this.#word(i) ^ Math.imul(this.#mixed(i - 1), 1_566_083_941)) - i;
      i = this.#next(i);
    }
    state[0] = UPPER;
    this.#index = SIZE;
  }

  /** `random.shuffle(items)`: returns a shuffled copy. */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      const [a, b] = [result[i], result[j]];
      if (a !== undefined && b !== undefined) [result[i], result[j]] = [b, a];
    }
    return result;
  }

  /** Uniform integer below `bound`, by the top bits of a draw, drawn again while too large. */
  #below(bound: number): number {
    const bits = 32 - Math.clz32(bound);
    for (;;) {
      const draw = this.#uint32() >>> (32 - bits);
      if (draw < bound) return draw;
    }
  }

  #uint32(): number {
    if (this.#index >= SIZE) this.#refill();
    let y = this.#word(this.#index++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #refill(): void {
    for (let i = 0; i < SIZE; i++) {
      const y = (this.#word(i) & UPPER) | (this.#word((i + 1) % SIZE) & LOWER);
      const mixed = this.#word((i + SHIFT) % SIZE) ^ (y >>> 1);
      this.#state[i] = y & 1 ? mixed ^ MATRIX : mixed;
    }
    this.#index = 0;
  }

  /** Moves on in the seeding; the last word becomes the first. */
  #next(i: number): number {
    if (i + 1 < SIZE) return i + 1;
    this.#state[0] = this.#word(SIZE - 1);
    return 1;
  }

  #mixed(i: number): number {
    const word = this.#word(i);
    return word ^ (word >>> 30);
  }

  #word(i: number): number {
    return this.#state[i] ?? 0;
  }
}
