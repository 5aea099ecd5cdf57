import { type AppError, toAppError } from '../../shared/errors.ts';

/** Something that is read from the coordinator: the last good value, and what goes on with it. */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<AppError | null>(null);
  loading = $state(false);
  #read: () => Promise<T>;
  #turn = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** Reads again; the old value stays until the new one is there. Only the newest read counts. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const value = await this.#read();
      if (turn !== this.#turn) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = toAppError(error);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** Forgets the value: something else is asked for now. */
  reset(): void {
    this.#turn += 1;
    this.value = null;
    this.error = null;
    this.loading = false;
  }
}
