// What the service worker uses of its global scope; lib.webworker would collide with lib.dom.

interface LateEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface WorkerFetchEvent extends LateEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

export interface WorkerMessageEvent extends LateEvent {
  readonly data: unknown;
}

export interface ServiceWorkerScope {
  /** The shell's files, filled in by the build. */
  readonly __WB_MANIFEST: readonly (string | { url: string; revision: string | null })[];
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'fetch', listener: (event: WorkerFetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: WorkerMessageEvent) => void): void;
}

/** Message by which a page asks a new worker to take over. */
export const TAKE_OVER = 'take-over';
