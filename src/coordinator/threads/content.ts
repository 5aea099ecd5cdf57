import { workerData } from 'node:worker_threads';
import sharp from 'sharp';
import * as v from 'valibot';
import { systemClock } from '../../shared/clock.ts';
import type { SourceContext } from '../../subnets/contract.ts';
import { createFolderBlobs } from '../blobs/folder.ts';
import type { BlobStore } from '../blobs/store.ts';
import { decodePicture, encodePicture } from '../pool/pictures.ts';
import { lowerThreadPriority } from './priority.ts';

/**
 * Inside a thread that makes content: the blob store and the ports of a source.
 *
 * @param nice how far it stands back, 0 to 19
 */
export function openContent(nice: number): { blobs: BlobStore; context: SourceContext } {
  lowerThreadPriority(nice);
  sharp.concurrency(1);
  const { blobFolder } = v.parse(v.object({ blobFolder: v.string() }), workerData);
  return {
    blobs: createFolderBlobs(blobFolder, systemClock),
    context: {
      decodeImage: decodePicture,
      encodeImage: encodePicture,
      signal: new AbortController().signal, // the thread ends with the server
    },
  };
}
