import {
  Virtualizer,
  elementScroll,
  observeElementOffset,
  observeElementRect,
} from '@tanstack/virtual-core';

// Which rows of a long list are in sight. Rows all have the same height.

export interface VirtualRowsOptions {
  /** Height of a row, px. */
  readonly rowPx: number;
  readonly count: () => number;
  /** What scrolls; undefined before it is there. */
  readonly frame: () => HTMLElement | undefined;
}

interface Place {
  readonly index: number;
  /** Upper edge, px from the top of the list. */
  readonly start: number;
}

const OVERSCAN_ROWS = 6;

export class VirtualRows {
  readonly #options: VirtualRowsOptions;
  #rows = $state.raw<readonly Place[]>([]);
  #height = $state(0);
  #virtualizer: Virtualizer<HTMLElement, Element> | null = null;

  constructor(options: VirtualRowsOptions) {
    this.#options = options;
  }

  get rows(): readonly Place[] {
    return this.#rows;
  }

  /** Height of the whole list, px. */
  get height(): number {
    return this.#height;
  }

  /** Follows the frame with the present number of rows; returns the stop. */
  follow(): () => void {
    const { rowPx, count, frame } = this.#options;
    const virtualizer = new Virtualizer<HTMLElement, Element>({
      count: count(),
      getScrollElement: () => frame() ?? null,
      estimateSize: () => rowPx,
      overscan: OVERSCAN_ROWS,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#read(),
    });
    this.#virtualizer = virtualizer;
    const stop = virtualizer._didMount();
    virtualizer._willUpdate();
    this.#read();
    return () => {
      stop();
      if (this.#virtualizer === virtualizer) this.#virtualizer = null;
    };
  }

  /** Scrolls a row into sight. */
  show(index: number): void {
    this.#virtualizer?.scrollToIndex(index, { align: 'auto' });
  }

  #read(): void {
    this.#rows =
      this.#virtualizer?.getVirtualItems().map(({ index, start }) => ({ index, start })) ?? [];
    this.#height = this.#virtualizer?.getTotalSize() ?? 0;
  }
}
