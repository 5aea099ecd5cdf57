/**
 * Where metadata of runtimes is kept, some 700 kB of text each, so that a page that comes back does
 * not download it again. Keys are `<genesis>-<specVersion>`.
 */
export interface MetadataCache {
  /** Everything that is kept; nothing when the storage is closed. */
  load(): Promise<Record<string, `0x${string}`>>;
  /** Keeps one entry, of which `read` gives the content, unless it is there; older ones go. */
  keep(key: string, read: () => `0x${string}`): Promise<void>;
}
