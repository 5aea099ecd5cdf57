import { type AppError, toAppError } from '../../shared/errors.ts';
import { PROTOCOL } from '../../protocol/signing.ts';
import type { Hello } from '../../protocol/hello.ts';
import type { ApiClient } from '../../miner/client.ts';
import { IDLE_SNAPSHOT } from '../../miner/idle-snapshot.ts';
import type { MinerSession, MinerSnapshot } from '../../miner/snapshot.ts';

// Mining and the coordinator as the screens see them. One instance per page, above the routes,
// so that a change of route, theme or language never touches what runs.

const HELLO_EVERY_MS = 60_000;
const HELLO_RETRY_MS = 5_000;

export class AppSession {
  readonly handle: MinerSession;
  readonly client: ApiClient;
  #snapshot = $state.raw<MinerSnapshot>(IDLE_SNAPSHOT);
  #hello = $state.raw<Hello | null>(null);
  #helloError = $state.raw<AppError | null>(null);
  #online = $state(navigator.onLine);
  #firstVersion: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(handle: MinerSession, client: ApiClient) {
    this.handle = handle;
    this.client = client;
  }

  /** What mining does now. */
  get snapshot(): MinerSnapshot {
    return this.#snapshot;
  }

  /** What the coordinator last said about itself; null until it answered once. */
  get hello(): Hello | null {
    return this.#hello;
  }

  /** Why the coordinator's last answer is missing; null while all is well. */
  get helloError(): AppError | null {
    return this.#helloError;
  }

  get online(): boolean {
    return this.#online;
  }

  /** The coordinator speaks a protocol that this page does not know. */
  get isTooOld(): boolean {
    return (this.#hello !== null && this.#hello.protocol !== PROTOCOL) || this.#isRefused;
  }

  /** The coordinator was replaced by another version since this page was opened. */
  get hasUpdate(): boolean {
    return this.#hello !== null && this.#hello.version !== this.#firstVersion;
  }

  get #isRefused(): boolean {
    return this.#helloError?.code === 'protocol.version';
  }

  /** Follows the session, the connection and the coordinator; returns the clean-up. */
  listen(): () => void {
    const stop = this.handle.subscribe((snapshot) => {
      this.#snapshot = snapshot;
    });
    const onChange = (): void => {
      this.#online = navigator.onLine;
      if (this.#online) void this.refreshHello();
    };
    addEventListener('online', onChange);
    addEventListener('offline', onChange);
    void this.refreshHello();
    return () => {
      stop();
      clearTimeout(this.#timer);
      removeEventListener('online', onChange);
      removeEventListener('offline', onChange);
    };
  }

  /** Asks the coordinator for its greeting now; a failure shows in `helloError`. */
  async refreshHello(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const hello = await this.client.hello();
      this.#firstVersion ??= hello.version;
      this.#hello = hello;
      this.#helloError = null;
    } catch (error) {
      this.#helloError = toAppError(error);
    }
    clearTimeout(this.#timer);
    const delayMs = this.#helloError ? HELLO_RETRY_MS : HELLO_EVERY_MS;
    this.#timer = setTimeout(() => void this.refreshHello(), delayMs);
  }
}
