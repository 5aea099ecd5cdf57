import type { CutItem } from '../../miner/cut-api.ts';
import type { JobClient } from '../../miner/job-client.ts';
import type { JobDetail, JobPart } from '../../protocol/job.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { JobPorts } from './ports.ts';
import { type KeptPictures, hashesOf } from './shelf.ts';

// One job, followed: what the coordinator says of it about once a second while somebody looks, and
// the sending of its pictures.

const LOOK_MS = 1_000;
const RETRY_MS = 4_000;
const AT_REST: readonly string[] = ['draft', 'done', 'cancelled', 'failed'];

/** Why a job is not there (any more). */
export type Absence = 'unknown' | 'deleted' | 'expired';

/** The sending of a draft's pictures. */
export type Sending =
  | { readonly kind: 'idle' }
  /** This browser does not have all that is missing: the files are asked for again. */
  | { readonly kind: 'files-needed'; readonly mismatch: boolean }
  | { readonly kind: 'cutting'; readonly items: number }
  | { readonly kind: 'sending'; readonly sent: number; readonly of: number };

export interface WatchOptions extends JobPorts {
  readonly jobId: string;
  readonly now: () => number;
}

export class JobWatch {
  detail = $state.raw<JobDetail | null>(null);
  absence = $state<Absence | null>(null);
  /** Why the last look, or the last thing that was asked for, failed. */
  error = $state.raw<AppError | null>(null);
  sending = $state.raw<Sending>({ kind: 'idle' });
  pictures = $state.raw<KeptPictures | null>(null);
  /** What was asked for and is not answered yet. */
  asking = $state<'cancel' | 'rerun' | 'remove' | null>(null);
  #upload: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = false;
  readonly #options: WatchOptions;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Looks at once and then on, while the page is seen; returns the end. */
  follow(): () => void {
    const onSeen = (): void => {
      if (document.visibilityState === 'visible') void this.read();
    };
    document.addEventListener('visibilitychange', onSeen);
    void this.#open();
    return () => {
      this.#left = true;
      clearTimeout(this.#timer);
      document.removeEventListener('visibilitychange', onSeen);
      this.pause();
    };
  }

  async #open(): Promise<void> {
    const { shelf, jobId } = this.#options;
    this.pictures = await shelf.open(jobId).catch(() => null); // an aid, not a need
    await this.read();
    // Its customer agreed to the sending; what is here goes on by itself.
    if (this.detail?.job.state === 'draft') await this.send();
  }

  async read(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.#take(await (await this.#options.client()).read(this.#options.jobId));
    } catch (error) {
      this.#miss(toAppError(error));
    }
    this.#again();
  }

  #take(detail: JobDetail): void {
    this.detail = detail;
    this.absence = null;
    this.error = null;
  }

  #miss(failure: AppError): void {
    if (failure.code !== 'job.unknown') {
      this.error = failure;
      return;
    }
    const { shelf, jobId, now } = this.#options;
    const last = this.detail?.job;
    if (!last) this.absence = 'unknown';
    else this.absence = last.expiresMs <= now() ? 'expired' : 'deleted';
    this.pause();
    shelf.forget(jobId).catch(() => undefined); // the next look at the list does it
  }

  #again(): void {
    clearTimeout(this.#timer);
    if (this.#left || this.absence || document.visibilityState === 'hidden') return;
    if (this.error) {
      if (this.error.retryable) this.#timer = setTimeout(() => void this.read(), RETRY_MS);
      return;
    }
    const state = this.detail?.job.state;
    if (state !== undefined && AT_REST.includes(state)) return;
    this.#timer = setTimeout(() => void this.read(), LOOK_MS);
  }

  /** Sends what is missing from the kept pictures, then starts the job. */
  async send(): Promise<void> {
    const { detail, pictures } = this;
    if (detail?.job.state !== 'draft' || this.#upload) return;
    if (detail.missing.some((sha256) => !pictures?.hashes.has(sha256))) {
      this.sending = { kind: 'files-needed', mismatch: false };
      return;
    }
    const upload = new AbortController();
    this.#upload = upload;
    let failure: AppError | null = null;
    try {
      await this.#sendAll(detail, pictures, upload.signal);
    } catch (error) {
      if (!upload.signal.aborted) failure = toAppError(error);
    }
    this.#upload = null;
    this.sending = { kind: 'idle' };
    if (this.#left) return;
    await this.read(); // what has arrived is not sent again
    if (failure && !this.absence) this.error ??= failure;
  }

  async #sendAll(
    detail: JobDetail,
    pictures: KeptPictures | null,
    signal: AbortSignal,
  ): Promise<void> {
    const of = detail.missing.length;
    const show = (sent: number): void => {
      if (!signal.aborted) this.sending = { kind: 'sending', sent, of };
    };
    this.error = null;
    show(0);
    const client = await this.#options.client();
    const content = (sha256: string) => contentOf(pictures, sha256);
    await client.upload(detail, content, { signal, onSent: show });
    signal.throwIfAborted();
    await client.start(detail.job.jobId);
  }

  /** Stops sending; what has arrived stays. */
  pause(): void {
    this.#upload?.abort();
    this.#options.cutter.stop();
  }

  /** Cuts files that were chosen again, for a draft whose pictures this browser did not keep. */
  async supply(files: readonly File[]): Promise<void> {
    const { cutter, shelf, jobId } = this.#options;
    const { detail } = this;
    if (!detail || files.length === 0) return;
    const items: CutItem[] = [];
    this.error = null;
    this.sending = { kind: 'cutting', items: 0 };
    try {
      const { subnet: slug, fps } = detail.job;
      await cutter.cut({ slug, files, fps: fps ?? 1 }, (item) => {
        items.push(item);
        this.sending = { kind: 'cutting', items: items.length };
      });
    } catch (error) {
      const failure = toAppError(error);
      this.sending = { kind: 'files-needed', mismatch: false };
      if (failure.code !== 'worker.cancelled') this.error = failure;
      return;
    }
    const here = hashesOf(items);
    if (detail.missing.some((sha256) => !here.has(sha256))) {
      this.sending = { kind: 'files-needed', mismatch: true };
      return;
    }
    void shelf.keep(jobId, items);
    this.pictures = await shelf.open(jobId);
    await this.send();
  }

  async cancel(): Promise<void> {
    this.pause();
    await this.#ask('cancel', (client, jobId) => client.cancel(jobId));
  }

  /** @param part items to do again; those in doubt where it is absent */
  async rerun(part?: Pick<JobPart, 'from' | 'to'>): Promise<void> {
    const request = part ? { parts: [{ from: part.from, to: part.to }] } : {};
    await this.#ask('rerun', (client, jobId) => client.rerun(jobId, request));
  }

  async #ask(
    what: 'cancel' | 'rerun',
    ask: (client: JobClient, jobId: string) => Promise<JobDetail>,
  ): Promise<void> {
    this.asking = what;
    try {
      this.#take(await ask(await this.#options.client(), this.#options.jobId));
    } catch (error) {
      this.#miss(toAppError(error));
    }
    this.asking = null;
    this.#again();
  }

  /** @returns whether the job is deleted */
  async remove(): Promise<boolean> {
    const { shelf, jobId } = this.#options;
    this.pause();
    clearTimeout(this.#timer);
    this.asking = 'remove';
    try {
      await (await this.#options.client()).remove(jobId);
      await shelf.forget(jobId).catch(() => undefined); // the next look at the list does it
      return true;
    } catch (error) {
      this.#miss(toAppError(error));
      this.#again();
      return this.absence !== null;
    } finally {
      this.asking = null;
    }
  }

  /** A result's content. @throws AppError */
  async file(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#options.client()).file(this.#options.jobId, name);
  }
}

/** @throws AppError `storage.unavailable` where the browser has dropped it meanwhile */
async function contentOf(
  pictures: KeptPictures | null,
  sha256: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = await pictures?.content(sha256);
  if (content) return content;
  throw new AppError('storage.unavailable', `this browser no longer has the picture ${sha256}`);
}
