import { readFileSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Clock } from '../../shared/clock.ts';
import type { CoordinatorCore } from '../port.ts';
import type { Thread } from '../threads/thread.ts';
import { folderFingerprint } from './folder-files.ts';
import { MATERIAL_LIMIT_MS, type MaterialAnswer, type MaterialQuestion } from './material.ts';

/** How often a folder is looked at for changes. */
const LOOK_MS = 15_000;

export interface FolderFeedOptions {
  readonly slug: string;
  /** The operator's folder. */
  readonly folder: string;
  /** File that remembers which state of the folder is in the pool. */
  readonly memory: string;
  readonly core: CoordinatorCore;
  readonly thread: Thread<MaterialQuestion, MaterialAnswer>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Brings the operator's folder into the pool, at start and whenever it changes. */
export interface FolderFeed {
  /** Takes one group. @returns false when there is nothing to take now */
  step(): Promise<boolean>;
}

export function createFolderFeed(options: FolderFeedOptions): FolderFeed {
  const { slug, folder, memory, core, thread, clock, log } = options;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let reading: { readonly fingerprint: string; started: boolean; items: number } | null = null;

  async function look(): Promise<void> {
    if (clock.now() < lookedMs + LOOK_MS) return;
    lookedMs = clock.now();
    const fingerprint = await fingerprintOrNull();
    if (fingerprint === null || fingerprint === remembered(memory)) return;
    reading = { fingerprint, started: false, items: 0 };
    log.info({ slug, folder }, 'reading the folder of material');
  }

  async function fingerprintOrNull(): Promise<string | null> {
    try {
      return await folderFingerprint(folder);
    } catch (error) {
      log.warn({ slug, folder, err: error }, 'the folder of material cannot be read');
      return null;
    }
  }

  return {
    async step() {
      if (!reading) await look();
      if (!reading) return false;
      const restart = !reading.started;
      reading.started = true;
      const question = { kind: 'folder', slug, path: folder, restart } as const;
      try {
        const { items, problems } = await thread.ask(question, MATERIAL_LIMIT_MS);
        for (const problem of problems) log.warn({ slug, ...problem }, 'material left out');
        if (items) {
          await core.addPoolItems(slug, items);
          reading.items += items.length;
          return true;
        }
        writeFileSync(memory, reading.fingerprint);
        log.info({ slug, folder, items: reading.items }, 'the folder of material is in the pool');
      } catch (error) {
        log.error({ slug, folder, err: error }, 'reading the folder of material failed');
      }
      reading = null; // done, or tried again at the next look
      return false;
    },
  };
}

function remembered(memory: string): string | null {
  try {
    return readFileSync(memory, 'utf8');
  } catch {
    return null; // first time
  }
}
