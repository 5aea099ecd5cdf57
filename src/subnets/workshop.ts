/** What the page gives a subnet's `Workshop.svelte`. */
export interface WorkshopProps {
  /**
   * Asks the subnet's worker half (`Runner.workshop`). `onProgress` gets the ratio done and a
   * preview in the shape of the subnet's View.
   */
  ask(
    request: unknown,
    signal: AbortSignal,
    onProgress: (ratio: number, preview: unknown) => void,
  ): Promise<unknown>;
}
