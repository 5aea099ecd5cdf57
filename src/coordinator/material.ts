import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../shared/clock.ts';
import type { Manifest } from '../subnets/contract.ts';
import { loadSource } from '../subnets/sources.ts';
import type { Config } from './config/load.ts';
import type { Metrics } from './http/metrics.ts';
import { type Filler, startFiller } from './pool/filler.ts';
import { type FolderFeed, createFolderFeed } from './pool/folder-feed.ts';
import type { MaterialAnswer, MaterialQuestion } from './pool/material.ts';
import { type Renderer, createRenderer } from './pool/renderer.ts';
import type { CoordinatorCore } from './port.ts';
import { createThread } from './threads/thread.ts';

export interface MaterialOptions {
  readonly core: CoordinatorCore;
  readonly config: Config;
  readonly manifests: readonly Manifest[];
  readonly dataFolder: string;
  readonly blobFolder: string;
  /** Built script of the material thread. */
  readonly worker: string;
  readonly isVerifying: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Starts filling the pool from every subnet's sources. */
export async function startMaterial(options: MaterialOptions): Promise<Filler> {
  const { core, config, manifests, dataFolder, blobFolder, worker, clock, log, metrics } = options;
  const thread = createThread<MaterialQuestion, MaterialAnswer>(worker, { blobFolder });
  const renderers: Renderer[] = [];
  const folders: FolderFeed[] = [];
  for (const { slug } of manifests) {
    const source = await loadSource(slug);
    const folder = config.frames[slug];
    if (source?.rendered)
      renderers.push(createRenderer({ slug, target: config.poolGroups, core, thread, metrics }));
    if (source?.folder && folder !== undefined) {
      const memory = join(dataFolder, `folder-${slug}`);
      folders.push(
        createFolderFeed({ slug, folder: resolve(folder), memory, core, thread, clock, log }),
      );
    } else if (folder !== undefined) {
      log.warn({ slug, folder }, 'this subnet takes no folder of material');
    }
  }
  const filler = startFiller({ renderers, folders, isVerifying: options.isVerifying, log });
  return {
    async stop() {
      const stopped = filler.stop();
      await thread.close();
      await stopped;
    },
  };
}
