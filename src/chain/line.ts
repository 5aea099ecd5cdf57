import { AppError, toAppError } from '../shared/errors.ts';
import type { ChainState } from './contract.ts';
import type { Session } from './session.ts';

// The one line to the chain: it keeps a session on one of the endpoints, and when that ends goes to
// the next, for ever and ever more slowly, until it is closed.

export interface Line {
  state(): ChainState;
  subscribe(listener: (state: ChainState) => void): () => void;
  /**
   * The session of now, waiting a while for one.
   * @throws AppError `chain.unavailable` when no endpoint answers in time, or after `close`
   */
  session(): Promise<Session>;
  /** Aborted when the line is closed. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
}

export interface LineOptions {
  /** At least one, best first. */
  readonly endpoints: readonly string[];
  readonly open: (endpoint: string, onBlock: () => void) => Promise<Session>;
  /** How long a reader waits for a session, ms. */
  readonly waitMs?: number;
  /** Pause after a round in which no endpoint answered, ms; doubled each round up to 30 s. */
  readonly pauseMs?: number;
}

const WAIT_MS = 15_000;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A session that ends sooner was none: its endpoint counts as one that failed. */
const SHORT_MS = 5_000;

export function openLine(options: LineOptions): Line {
  const { endpoints, open, waitMs = WAIT_MS, pauseMs = PAUSE_MS } = options;
  const [first] = endpoints;
  if (first === undefined) throw new AppError('config.invalid', 'no endpoint of a chain is given');
  const listeners = new Set<(state: ChainState) => void>();
  const closing = new AbortController();
  let state: ChainState = { kind: 'connecting', endpoint: first, attempt: 1 };
  let current: Session | null = null;
  let failures = 0;

  function set(next: ChainState): void {
    state = next;
    for (const listener of listeners) listener(next);
  }

  async function attempt(endpoint: string): Promise<'next' | 'same'> {
    set({ kind: 'connecting', endpoint, attempt: failures + 1 });
    const opening = open(endpoint, () => {
      if (current) set({ kind: 'ready', chain: current.facts() });
    });
    let session: Session | null;
    try {
      session = await orAborted(opening, closing.signal);
    } catch (error) {
      failures += 1;
      const reason = toAppError(error, 'chain.unavailable').message;
      if (!closing.signal.aborted) set({ kind: 'lost', endpoint, reason });
      return 'next';
    }
    if (!session) {
      // Closed meanwhile: what still opens is shut at once, what fails fails unheard.
      opening.then((late) => late.close()).catch(() => undefined);
      return 'next';
    }
    return live(session, endpoint);
  }

  async function live(session: Session, endpoint: string): Promise<'next' | 'same'> {
    current = session;
    const openedMs = performance.now();
    set({ kind: 'ready', chain: session.facts() });
    const ending = await orAborted(session.ended, closing.signal);
    current = null;
    session.close();
    if (ending === null) return 'next';
    failures = performance.now() - openedMs < SHORT_MS ? failures + 1 : 0;
    if (ending.kind === 'upgraded') return 'same';
    set({ kind: 'lost', endpoint, reason: ending.reason });
    return 'next';
  }

  async function run(): Promise<void> {
    for (let index = 0; !closing.signal.aborted;) {
      const endpoint = endpoints[index % endpoints.length] ?? first ?? '';
      if ((await attempt(endpoint)) === 'next') index += 1;
      const rounds = Math.floor(failures / endpoints.length);
      if (rounds === 0 || failures % endpoints.length !== 0) continue;
      await pause(Math.min(LONGEST_PAUSE_MS, pauseMs * 2 ** (rounds - 1)), closing.signal);
    }
  }

  function session(): Promise<Session> {
    if (current) return Promise.resolve(current);
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        leave();
        clearTimeout(timer);
        closing.signal.removeEventListener('abort', giveUp);
        act();
      };
      const giveUp = () => end(() => reject(unavailable(state)));
      const timer = setTimeout(giveUp, waitMs);
      const leave = subscribe(() => {
        const found = current;
        if (found) end(() => resolve(found));
      });
      if (closing.signal.aborted) giveUp();
      else closing.signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  function subscribe(listener: (state: ChainState) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  const running = run();
  return {
    state: () => state,
    subscribe,
    session,
    closing: closing.signal,
    async close() {
      closing.abort();
      listeners.clear();
      await running;
    },
  };
}

function unavailable(state: ChainState): AppError {
  const why = state.kind === 'lost' ? `: ${state.reason}` : '';
  return new AppError('chain.unavailable', `no node of the chain answers${why}`, {
    retryable: true,
  });
}

/** What work gives, or null as soon as the signal is aborted. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  let leave = (): void => undefined;
  const aborted = new Promise<null>((resolve) => {
    const end = () => resolve(null);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    leave = () => signal.removeEventListener('abort', end);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    leave();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await orAborted(passed, signal);
  clearTimeout(timer);
}
