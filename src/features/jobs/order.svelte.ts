import type { CutItem } from '../../miner/cut-api.ts';
import type { JobLimits, JobRequest } from '../../protocol/job.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { type AppError, toAppError } from '../../shared/errors.ts';
import type { JobLook, JobPage } from '../../subnets/job-page.ts';
import type { JobPorts } from './ports.ts';

// A new job before the coordinator knows of it: files, what they are, how they are cut, and the
// order itself.

export type OrderStep = 'empty' | 'looking' | 'ready' | 'cutting' | 'ordering';

export interface OrderOptions extends JobPorts {
  readonly slug: string;
  readonly fps: JobPage['fps'];
}

/** What stands in the way before anything is cut, with its numbers. */
export type Obstacle =
  | {
      readonly kind: 'items';
      readonly items: number;
      readonly most: number;
      /** Stills a second that would fit; null for pictures. */
      readonly fps: number | null;
    }
  | { readonly kind: 'bytes'; readonly bytes: number; readonly most: number }
  | { readonly kind: 'jobs'; readonly jobs: number; readonly most: number };

export class Order {
  step = $state<OrderStep>('empty');
  look = $state.raw<JobLook | null>(null);
  title = $state('');
  /** Stills a second of a recording, and of pictures that are one; null where they are none. */
  fps = $state<number | null>(null);
  /** Consent to what happens to the pictures; nobody ticks it but the customer. */
  agreed = $state(false);
  error = $state.raw<AppError | null>(null);
  /** What is cut so far. */
  cut = $state.raw({ items: 0, bytes: 0 });
  limits = $state.raw<JobLimits | null>(null);
  /** Jobs that this device has. */
  #jobs = $state(0);
  #files: readonly File[] = [];
  #turn = 0;
  readonly #options: OrderOptions;

  constructor(options: OrderOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.step === 'cutting' || this.step === 'ordering';
  }

  /** Items that the order will have, as far as can be said before cutting. */
  readonly items = $derived.by(() => {
    const { look, fps } = this;
    if (!look || look.seconds === null) return look?.frames ?? 0;
    const rate = Math.min(fps ?? 0, look.fps ?? Infinity);
    return Math.max(1, Math.min(look.frames, Math.ceil(look.seconds * rate)));
  });

  /** Bytes that will be sent: of pictures exactly, of a recording by its first still. */
  readonly bytes = $derived(
    this.look?.kind === 'recording' ? this.items * this.look.first.size : (this.look?.bytes ?? 0),
  );

  readonly obstacle = $derived.by((): Obstacle | null => {
    const { limits, look, items, bytes } = this;
    if (!limits || !look) return null;
    if (this.#jobs >= limits.perDevice) {
      return { kind: 'jobs', jobs: this.#jobs, most: limits.perDevice };
    }
    if (items > limits.items) {
      const fits = look.seconds && Math.floor((10 * limits.items) / look.seconds) / 10;
      return { kind: 'items', items, most: limits.items, fps: fits };
    }
    return bytes > limits.bytes ? { kind: 'bytes', bytes, most: limits.bytes } : null;
  });

  /** Looks at files that somebody chose, dropped or pasted. */
  async take(files: readonly File[]): Promise<void> {
    if (files.length === 0 || this.busy) return;
    const turn = ++this.#turn;
    this.step = 'looking';
    this.look = null;
    this.error = null;
    try {
      const { cutter, slug, fps } = this.#options;
      const [look] = await Promise.all([cutter.look(slug, files), this.#readLimits()]);
      if (turn !== this.#turn) return;
      this.#files = files;
      this.look = look;
      this.title = titleOf(files);
      this.fps = look.kind === 'recording' ? fps.usual : null;
      this.step = 'ready';
    } catch (error) {
      if (turn === this.#turn) this.#fail(error, 'empty');
    }
  }

  async #readLimits(): Promise<void> {
    const { limits, jobs } = await (await this.#options.client()).list();
    this.limits = limits;
    this.#jobs = jobs.length;
  }

  /** Cuts, and makes the draft. @returns its id; null where it was stopped or refused */
  async place(): Promise<string | null> {
    if (!this.look || this.busy || !this.agreed || this.obstacle) return null;
    const turn = ++this.#turn;
    this.error = null;
    try {
      const items = await this.#cutAll(turn);
      this.step = 'ordering';
      const client = await this.#options.client();
      const { job } = await client.create(this.#request(items));
      void this.#options.shelf.keep(job.jobId, items);
      return job.jobId;
    } catch (error) {
      if (turn === this.#turn) this.#fail(error, 'ready');
      return null;
    }
  }

  async #cutAll(turn: number): Promise<CutItem[]> {
    const { cutter, slug, fps } = this.#options;
    const items: CutItem[] = [];
    let bytes = 0;
    this.cut = { items: 0, bytes };
    this.step = 'cutting';
    await cutter.cut({ slug, files: this.#files, fps: this.fps ?? fps.usual }, (item) => {
      if (turn !== this.#turn) return;
      items.push(item);
      bytes += item.bytes;
      this.cut = { items: items.length, bytes };
    });
    return items;
  }

  #request(items: readonly CutItem[]): JobRequest {
    return {
      subnet: this.#options.slug,
      title: plainName(this.title) || plainName(titleOf(this.#files)) || '–',
      options: {},
      fps: this.fps,
      items: items.map(({ name, sha256, bytes }) => {
        const plain = plainName(name);
        return plain ? { sha256, bytes, name: plain } : { sha256, bytes };
      }),
    };
  }

  /** Stops what runs and goes back to what was chosen. */
  stop(): void {
    if (!this.busy && this.step !== 'looking') return;
    this.#turn += 1;
    this.#options.cutter.stop();
    this.step = this.look ? 'ready' : 'empty';
  }

  /** Forgets the files. */
  clear(): void {
    this.stop();
    this.#turn += 1;
    this.#files = [];
    this.look = null;
    this.error = null;
    this.agreed = false;
    this.step = 'empty';
  }

  #fail(error: unknown, back: OrderStep): void {
    const failure = toAppError(error);
    this.step = back;
    if (failure.code !== 'worker.cancelled') this.error = failure;
  }
}

/** Name of the folder, or of the first file without its ending. */
function titleOf(files: readonly File[]): string {
  const [first] = files;
  if (!first) return '';
  const [folder = ''] = first.webkitRelativePath.split('/');
  return folder || first.name.replace(/\.[^.]+$/, '');
}

/** As the protocol takes a name: printable, not too long. */
function plainName(text: string): string {
  return text.replaceAll(/\p{C}/gu, ' ').trim().slice(0, LIMITS.jobNameChars).trim();
}
