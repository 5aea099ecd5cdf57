import { type AppError, toAppError } from '../../shared/errors.ts';
import type { JobInfo } from '../../protocol/job.ts';
import type { JobPorts } from './ports.ts';

// This device's jobs. A device without a key has none, and gets no key by looking.

const LOOK_MS = 3_000;

export interface ListOptions extends Pick<JobPorts, 'client' | 'shelf'> {
  /** This device's key; null before there is one. */
  deviceKey(): Promise<string | null>;
}

export class OwnJobs {
  /** Newest first; null until they were read. */
  jobs = $state.raw<readonly JobInfo[] | null>(null);
  error = $state.raw<AppError | null>(null);
  loading = $state(false);
  readonly #options: ListOptions;

  constructor(options: ListOptions) {
    this.#options = options;
  }

  /** Reads at once and every few seconds while the page is seen; returns the stop. */
  follow(): () => void {
    void this.load();
    const timer = setInterval(() => {
      const isOpen = this.jobs && this.jobs.length > 0;
      if (isOpen && document.visibilityState === 'visible') void this.load();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }

  async load(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      this.jobs = await this.#read();
      this.error = null;
    } catch (error) {
      this.error = toAppError(error);
    }
    this.loading = false;
  }

  /** Pictures of jobs that are no longer there go, too. */
  async #read(): Promise<readonly JobInfo[]> {
    const { client, shelf, deviceKey } = this.#options;
    if ((await deviceKey()) === null) return [];
    const kept = await shelf.jobs().catch(() => []); // before the list: what is ordered now stays
    const { jobs } = await (await client()).list();
    const gone = kept.filter((jobId) => jobs.every((job) => job.jobId !== jobId));
    for (const jobId of gone) await shelf.forget(jobId).catch(() => undefined); // the next time
    return jobs;
  }
}
