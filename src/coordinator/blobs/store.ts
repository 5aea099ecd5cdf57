/** Content by its sha256; what is stored never changes. */
export interface BlobStore {
  /** Stores content durably; storing the same bytes again is free. @returns its sha256 */
  put(bytes: Uint8Array): Promise<string>;
  /** The content, or null when it is not here. */
  get(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  has(sha256: string): Promise<boolean>;
  /** Bytes of one content, or null when it is not here. */
  size(sha256: string): Promise<number | null>;
  /** Removes one content; one that is not here is no error. */
  remove(sha256: string): Promise<void>;
  /** Bytes of everything stored. */
  total(): Promise<number>;
  /**
   * Removes the oldest unreferenced content until at most `quota` bytes are left; what is
   * referenced or young stays even then. @returns bytes removed
   */
  collect(referenced: ReadonlySet<string>, quota: number): Promise<number>;
}
