import { AppError } from '../../shared/errors.ts';
import type { SourceGroup, TaskSource } from '../../subnets/contract.ts';
import { loadSource } from '../../subnets/sources.ts';
import { openContent } from '../threads/content.ts';
import { serveThread } from '../threads/serve.ts';
import { openFolder } from './folder-files.ts';
import type { FileProblem, MaterialAnswer, MaterialQuestion } from './material.ts';
import { storeGroup } from './store-group.ts';

// Thread that makes material: drawing, decoding and encoding pictures. Content is stored here, so
// that only facts travel to the server's thread.

const { blobs, context } = openContent(10);

/** A folder that is being read, group by group. */
interface Reading {
  readonly groups: AsyncIterator<SourceGroup>;
  problems: FileProblem[];
}

const readings = new Map<string, Reading>();

function startReading(source: TaskSource, slug: string, path: string): Reading {
  if (!source.folder) throw new AppError('not-found', `${slug} takes no folder of material`);
  const problems: FileProblem[] = [];
  const groups = source.folder.readGroups(openFolder(path, problems), context);
  const reading = { groups: groups[Symbol.asyncIterator](), problems };
  readings.set(slug, reading);
  return reading;
}

async function nextGroup(source: TaskSource, slug: string, path: string, restart: boolean) {
  const known = restart ? undefined : readings.get(slug);
  const { groups, problems } = known ?? startReading(source, slug, path);
  const { done, value } = await groups.next();
  const items = done ? null : await storeGroup(slug, value, null, blobs);
  if (done) readings.delete(slug);
  return { items, problems: problems.splice(0) };
}

async function render(source: TaskSource, slug: string, seed: string, seedId: string) {
  if (!source.rendered) throw new AppError('not-found', `${slug} renders no material`);
  const group = await source.rendered.renderGroup(seed, context);
  return { items: await storeGroup(slug, group, seedId, blobs), problems: [] };
}

serveThread<MaterialQuestion, MaterialAnswer>(async (question) => {
  const source = await loadSource(question.slug);
  if (!source) throw new AppError('not-found', `${question.slug} has no source of material`);
  return question.kind === 'render'
    ? render(source, question.slug, question.seed, question.seedId)
    : nextGroup(source, question.slug, question.path, question.restart);
});
