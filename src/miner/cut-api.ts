import { AppError } from '../shared/errors.ts';
import { type JobLook, loadJobCut } from '../subnets/job-page.ts';
import { sha256Of } from './digest.ts';

// What the page may ask of the worker that makes a customer's files into the items of a job.

/** One item with what a draft's list says of it. */
export interface CutItem {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly content: Blob;
}

export interface CutCall {
  readonly slug: string;
  readonly files: readonly File[];
  /** Stills a second of a recording. */
  readonly fps: number;
}

export type CutApi = ReturnType<typeof createCutApi>;

/** Builds the API of `workers/cutter.ts`. */
export function createCutApi() {
  const cutOf = async (slug: string) => {
    const cut = await loadJobCut(slug);
    if (!cut) throw new AppError('job.unsupported', `this page cuts no files for ${slug}`);
    return cut;
  };
  return {
    /** @throws AppError `media.unsupported`, `job.unsupported` */
    async look(slug: string, files: readonly File[]): Promise<JobLook> {
      return (await cutOf(slug)).look(files);
    },
    /**
     * Hands out each item in order and waits until it was taken.
     *
     * @throws AppError `media.unsupported`, `job.unsupported`
     */
    async cut(
      { slug, files, fps }: CutCall,
      onItem: (item: CutItem) => void | Promise<void>,
    ): Promise<void> {
      for await (const { name, content } of (await cutOf(slug)).stills(files, fps)) {
        const bytes = new Uint8Array(await content.arrayBuffer());
        await onItem({ name, sha256: await sha256Of(bytes), bytes: bytes.length, content });
      }
    },
  };
}
