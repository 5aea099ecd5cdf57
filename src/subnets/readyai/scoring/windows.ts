// How a document is cut into what a miner sees. Section b, "Windows".

const MAX_LINES = 300;
const WINDOW = { size: 10, overlap: 2 } as const;
/** A conversation that gives fewer windows is cut again. */
const MIN_WINDOWS = 2;
const RECUT = { size: 2, overlap: 2 } as const;

export interface WindowSize {
  readonly size: number;
  readonly overlap: number;
}

/**
 * Overlapping windows: step = size − overlap, at most ⌊n / step⌋ + 1 windows, until one reaches the
 * end. No items give one empty window. A step of 0 or less gives the whole list as one window, and
 * no window for no items.
 *
 * Source: ReadyAI `Utils.py` @ 12981da.
 */
export function splitOverlap<T>(items: readonly T[], { size, overlap }: WindowSize): T[][] {
  const step = size - overlap;
  if (step <= 0) return items.length > 0 ? [[...items]] : [];
  const windows: T[][] = [];
  for (let start = 0; start <= items.length; start += step) {
    windows.push(items.slice(start, start + size));
    if (start + size >= items.length) break;
  }
  return windows;
}

/**
 * Windows of a conversation: at most 300 lines in windows of 10 that overlap by 2; fewer than two
 * windows are replaced by the whole conversation.
 *
 * @param minWindows a conversation with no more windows than this is dropped
 * @returns shape (windows, lines); empty when dropped
 */
export function conversationWindows<T>(lines: readonly T[], minWindows: number): T[][] {
  const kept = lines.slice(0, MAX_LINES);
  const cut = splitOverlap(kept, WINDOW);
  const windows = cut.length < MIN_WINDOWS ? splitOverlap(kept, RECUT) : cut;
  return windows.length > minWindows ? windows : [];
}
