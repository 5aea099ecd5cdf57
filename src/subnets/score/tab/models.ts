import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import { Sha256 } from '../../../protocol/primitives.ts';
import type { RunContext } from '../../contract.ts';
import { DETECTOR } from '../pipeline/detect.ts';

// Which model to load before the first unit names it: the one this app was published with.

const Manifest = v.object({ models: v.array(v.object({ name: v.string(), sha256: Sha256 })) });

/** sha256 of the published detector. @throws AppError `model.unavailable` */
export async function publishedDetector(signal: AbortSignal): Promise<string> {
  const response = await fetch('/models/manifest.json', { signal, cache: 'no-cache' }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw unavailable('the list of models could not be fetched', cause);
    },
  );
  if (!response.ok) throw unavailable(`the list of models answered ${response.status}`);
  const listed: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(Manifest, listed);
  if (!parsed.success) throw unavailable('the list of models is malformed');
  const model = parsed.output.models.find(({ name }) => name === DETECTOR);
  if (!model) throw unavailable(`the list of models does not name ${DETECTOR}`);
  return model.sha256;
}

/** The detector's bytes. @throws AppError `model.unavailable` */
export async function modelBytes(
  sha256: string,
  ctx: Pick<RunContext, 'blob' | 'signal'>,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await ctx.blob(sha256);
  } catch (cause) {
    ctx.signal.throwIfAborted();
    throw unavailable(`the model ${sha256.slice(0, 8)}… could not be fetched`, cause);
  }
}

function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('model.unavailable', message, { retryable: true, cause });
}
