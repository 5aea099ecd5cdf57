import { type Cutter, openCutter } from '../../miner/cut-bridge.ts';
import type { JobClient } from '../../miner/job-client.ts';
import type { MinerSession } from '../../miner/snapshot.ts';
import { type JobShelf, shelf } from './shelf.ts';

/** What the screens of jobs are given. */
export interface JobPorts {
  /** Requests in this device's name; the first one makes its key and registers it. */
  client(): Promise<JobClient>;
  readonly cutter: Cutter;
  readonly shelf: JobShelf;
}

/** The ports of this page. The client is made once, and again after a failure. */
export function openPorts(handle: Pick<MinerSession, 'jobs'>): JobPorts {
  let made: Promise<JobClient> | null = null;
  return {
    client() {
      made ??= handle.jobs().catch((error: unknown) => {
        made = null;
        throw error;
      });
      return made;
    },
    cutter: openCutter(),
    shelf,
  };
}
