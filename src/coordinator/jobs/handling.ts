import { utf8 } from '../../shared/bytes.ts';
import { AppError } from '../../shared/errors.ts';
import { seededRng } from '../../shared/rng.ts';
import type { SourceContext } from '../../subnets/contract.ts';
import type { JobRules, JobSource } from '../../subnets/job.ts';
import type { BlobStore } from '../blobs/store.ts';
import type { NewKnownItem, NewPreparedItem, StoredFile } from '../port.ts';
import type { JobQuestion, JobReply } from './questions.ts';

/** What the handling of a step may touch. */
export interface JobHands {
  readonly source: JobSource;
  readonly rules: JobRules;
  readonly blobs: Pick<BlobStore, 'get' | 'put'>;
  readonly context: SourceContext;
}

type Step<Kind extends JobQuestion['kind']> = Extract<JobQuestion, { readonly kind: Kind }>;

/** Does one step of a job: content in, content and facts out. */
export function handleStep(step: JobQuestion, hands: JobHands): Promise<JobReply> {
  switch (step.kind) {
    case 'prepare':
      return prepare(step, hands);
    case 'disguise':
      return disguise(step, hands);
    case 'assemble':
      return assemble(step, hands);
  }
}

async function prepare({ items }: Step<'prepare'>, hands: JobHands): Promise<JobReply> {
  const prepared: NewPreparedItem[] = [];
  for (const { ordinal, name, blob } of items) {
    try {
      const item = await hands.source.prepare(await content(hands, blob), hands.context);
      const { meta, facts } = item;
      const bytes = item.bytes.length;
      prepared.push({ ordinal, blob: await hands.blobs.put(item.bytes), bytes, meta, facts });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'media.unsupported') throw error;
      const called = name === null ? '' : ` (${name})`;
      const reason = `Item ${ordinal + 1}${called} cannot be worked on: ${error.message}.`;
      return { kind: 'unusable', reason };
    }
  }
  return { kind: 'prepared', items: prepared };
}

async function disguise({ known, like }: Step<'disguise'>, hands: JobHands): Promise<JobReply> {
  const items: NewKnownItem[] = [];
  for (const { blob, truth, seed } of known) {
    // Material of the pool may be cleared away in the meantime: another one does as well.
    const bytes = await hands.blobs.get(blob);
    if (!bytes) continue;
    const rng = seededRng(seed);
    const made = await hands.source.disguise({ bytes, truth }, like, rng, hands.context);
    if (!made) continue;
    items.push({
      blob: await hands.blobs.put(made.bytes),
      bytes: made.bytes.length,
      meta: like,
      truth: made.truth,
    });
  }
  return { kind: 'known', items };
}

async function assemble({ outcome }: Step<'assemble'>, hands: JobHands): Promise<JobReply> {
  const { files, quality, doubts } = hands.rules.assemble(outcome);
  const stored: StoredFile[] = [];
  for (const { name, type, text } of files) {
    const bytes = utf8(text);
    stored.push({ name, type, blob: await hands.blobs.put(bytes), bytes: bytes.length });
  }
  return { kind: 'results', files: stored, result: { quality, doubts } };
}

async function content({ blobs }: JobHands, blob: string): Promise<Uint8Array> {
  const bytes = await blobs.get(blob);
  if (!bytes) throw new AppError('blob.missing', `content ${blob} of a job is not in the store`);
  return bytes;
}
