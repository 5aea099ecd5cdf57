// What a subnet provides for the page that takes jobs: how a customer's files become items, and
// how results are drawn. It registers by holding a `job-page.ts` (words and drawing, on the page)
// and a `job-cut.ts` (files to items, in a worker).

/** What was picked, before it is cut. */
export interface JobLook {
  /** A recording is cut into stills; pictures go as they are. */
  readonly kind: 'recording' | 'pictures';
  /** Pictures, or the frames of a recording by its average rate. */
  readonly frames: number;
  /** Length and frames a second of a recording; null for pictures. */
  readonly seconds: number | null;
  readonly fps: number | null;
  /** Size of the first item in pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes of the files together. */
  readonly bytes: number;
  /** The first item as it would be sent. */
  readonly first: Blob;
  /** Files that were left out, by name: no kind that works. */
  readonly leftOut: readonly string[];
}

/** One item as it is sent. */
export interface JobStill {
  /** File name in the results. */
  readonly name: string;
  readonly content: Blob;
}

/** Files to items; runs in a worker. */
export interface JobCut {
  /** @throws AppError `media.unsupported`, its `reason` one of those that `JobPage.fault` knows */
  look(files: readonly File[]): Promise<JobLook>;
  /**
   * Every item in order.
   *
   * @param fps stills a second of a recording; of no matter for pictures
   * @throws AppError `media.unsupported`
   */
  stills(files: readonly File[], fps: number): AsyncIterable<JobStill>;
}

/** A subnet's part of the page, in the reader's language. */
export interface JobPage {
  /** What comes back, in a sentence or two. */
  readonly lead: string;
  /** Kinds of files for the chooser, as of `<input accept>`. */
  readonly accept: string;
  /** The same in words. */
  readonly kinds: string;
  /** Stills a second of a recording. */
  readonly fps: { readonly least: number; readonly most: number; readonly usual: number };
  /** Why files cannot be used, by the reason that `JobCut` gave; null for one it does not know. */
  fault(reason: string | null): string | null;
  /** What the estimate of quality is. */
  readonly quality: string;
  /** What a result file is; null for one it does not know. */
  fileMeaning(name: string): string | null;
  /** The result file that is drawn. */
  readonly drawn: string;
  /** @throws AppError `input.malformed` where the text is no such file */
  readResult(text: string, fps: number | null): JobDrawing;
}

/** A job's results to be looked at, one item at a time. */
export interface JobDrawing {
  readonly items: number;
  /**
   * What the subnet's `View.svelte` draws of an item.
   *
   * @param image the encoded picture, where this device kept it
   */
  preview(item: number, image: Uint8Array<ArrayBuffer> | null): unknown;
}

const pages = import.meta.glob<() => JobPage>('./*/job-page.ts', { import: 'jobPage' });
const cuts = import.meta.glob<JobCut>('./*/job-cut.ts', { import: 'jobCut' });

/** Loads a subnet's page, to be called for the present language; null where it has none. */
export async function loadJobPage(slug: string): Promise<(() => JobPage) | null> {
  const load = pages[`./${slug}/job-page.ts`];
  return load ? load() : null;
}

/** Loads how a subnet cuts files; null where it does not. */
export async function loadJobCut(slug: string): Promise<JobCut | null> {
  const load = cuts[`./${slug}/job-cut.ts`];
  return load ? load() : null;
}
