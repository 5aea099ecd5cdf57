import type { Logger } from 'pino';
import { pause } from '../threads/pause.ts';
import type { FolderFeed } from './folder-feed.ts';
import type { Renderer } from './renderer.ts';

/** Pause between looks while nothing is missing. */
const IDLE_MS = 500;
/** Pause after a failure. */
const TROUBLE_MS = 5000;

export interface FillerOptions {
  readonly renderers: readonly Renderer[];
  readonly folders: readonly FolderFeed[];
  /** Verification comes first: only an empty pool is filled meanwhile. */
  readonly isVerifying: () => boolean;
  readonly log: Logger;
}

export interface Filler {
  stop(): Promise<void>;
}

/** Fills the pool, one group at a time, in one thread. */
export function startFiller({ renderers, folders, isVerifying, log }: FillerOptions): Filler {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        const worked = await round();
        if (!worked) await pause(IDLE_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        log.error({ err: error }, 'filling the pool failed; trying again');
        await pause(TROUBLE_MS, signal);
      }
    }
  }

  /** One group of each kind at most. @returns whether anything was made */
  async function round(): Promise<boolean> {
    let worked = false;
    for (const renderer of renderers) {
      const { missing, urgent } = await renderer.need();
      if (signal.aborted || missing === 0 || (isVerifying() && !urgent)) continue;
      await renderer.renderOne();
      worked = true;
    }
    for (const folder of folders) {
      if (signal.aborted) return worked;
      worked = (await folder.step()) || worked;
    }
    return worked;
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
