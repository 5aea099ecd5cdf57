import type { SourceContext, SourceGroup, SourceItem } from '../../contract.ts';
import { sha256Hex } from '../../../shared/hash.ts';
import { MATCH_SIZE, renderClip } from './render.ts';

/**
 * Renders the clip of a secret seed, with its truth. Its name is a one-way image of the seed.
 *
 * @throws the signal's reason when it aborts
 */
export async function renderMatchGroup(seed: string, ctx: SourceContext): Promise<SourceGroup> {
  const groupId = `match-${sha256Hex(`group/${seed}`).slice(0, 16)}`;
  const { width, height } = MATCH_SIZE;
  const items: SourceItem[] = [];
  for (const { image, truth } of renderClip(seed)) {
    ctx.signal.throwIfAborted();
    const ordinal = items.length;
    const bytes = await ctx.encodeImage(image);
    items.push({ ordinal, bytes, meta: { width, height }, truth: { ...truth, group: groupId } });
  }
  return { groupId, material: 'rendered', items };
}
