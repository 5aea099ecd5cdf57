import { fullReason } from './guard-decision.ts';

/** Most characters of a text that a guard sees, in UTF-16 units. */
export const GUARD_TEXT_LIMIT = 32_000;

/**
 * The part of a text that a guard sees: at most 32 000 characters, then a blank line and how many
 * were cut. Section e.2. Label: from the specification.
 */
export function truncateForGuard(text: string): string {
  const cut = text.length - GUARD_TEXT_LIMIT;
  if (cut <= 0) return text;
  return `${text.slice(0, GUARD_TEXT_LIMIT)}\n\n[truncated ${cut} chars]`;
}

/**
 * What the agent answers when a guard blocks: a fixed sentence, then category and overlay.
 * The judge's post-processing knows the sentence (`refusalIn`). Section e.2.
 */
export function blockedReply(phase: 'input' | 'output', category: string, overlay: string): string {
  return [`Blocked by ${phase} guard model.`, fullReason(category, overlay)].join(' ').trimEnd();
}
