import { randomBytes, randomUUID } from 'node:crypto';
import { toHex } from '../../shared/bytes.ts';
import { sha256Hex } from '../../shared/hash.ts';
import type { Metrics } from '../http/metrics.ts';
import type { CoordinatorCore } from '../port.ts';
import type { Thread } from '../threads/thread.ts';
import { MATERIAL_LIMIT_MS, type MaterialAnswer, type MaterialQuestion } from './material.ts';

export interface RendererOptions {
  readonly slug: string;
  /** Groups kept ready. */
  readonly target: number;
  readonly core: CoordinatorCore;
  readonly thread: Thread<MaterialQuestion, MaterialAnswer>;
  readonly metrics: Metrics;
}

/** Keeps rendered groups of one subnet ready. */
export interface Renderer {
  /** How many groups are missing; none of them there is `urgent`. */
  need(): Promise<{ readonly missing: number; readonly urgent: boolean }>;
  /** Renders one group from a new secret seed that is committed to before it is used. */
  renderOne(): Promise<void>;
}

export function createRenderer({ slug, target, core, thread, metrics }: RendererOptions): Renderer {
  return {
    async need() {
      const { fresh } = await core.poolCounts(slug);
      const urgent = target > 0 && fresh.rendered + fresh.operator === 0;
      // While a job has open items practice needs no more than there is.
      const wanted = fresh.job > 0 && !urgent ? 0 : target;
      return { missing: Math.max(0, wanted - fresh.rendered), urgent };
    },
    async renderOne() {
      const seed = toHex(randomBytes(32));
      const seedId = randomUUID();
      await core.addSeed(seedId, seed, sha256Hex(seed));
      const { items } = await thread.ask({ kind: 'render', slug, seed, seedId }, MATERIAL_LIMIT_MS);
      await core.addPoolItems(slug, items ?? []);
      metrics.renderedGroups.inc({ subnet: slug });
    },
  };
}
