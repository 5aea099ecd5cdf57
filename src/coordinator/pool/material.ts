import type { NewPoolItem } from '../port.ts';

/**
 * An answer of the material thread that takes longer hangs. The thread goes last, so that a busy
 * machine makes it wait for minutes, and one that is given up begins its group anew.
 */
export const MATERIAL_LIMIT_MS = 600_000;

/** What the server asks of the material thread. */
export type MaterialQuestion =
  | {
      readonly kind: 'render';
      readonly slug: string;
      readonly seed: string;
      readonly seedId: string;
    }
  /** The next group of a folder; `restart` begins to read it anew. */
  | {
      readonly kind: 'folder';
      readonly slug: string;
      readonly path: string;
      readonly restart: boolean;
    };

export interface FileProblem {
  readonly path: string;
  readonly reason: string;
}

/** Items whose content is stored; null at the end of a folder. */
export interface MaterialAnswer {
  readonly items: readonly NewPoolItem[] | null;
  readonly problems: readonly FileProblem[];
}
