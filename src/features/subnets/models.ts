import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { ModelManifest } from '../../convert/manifest.ts';

export type Model = ModelManifest['models'][number];

/** The models a tab can download, as their build wrote them down. @throws AppError `model.unavailable` */
export async function readModels(): Promise<Model[]> {
  try {
    const response = await fetch('/models/manifest.json');
    if (!response.ok) throw new Error(`the list of models answered ${response.status}`);
    return v.parse(ModelManifest, await response.json()).models;
  } catch (cause) {
    throw new AppError('model.unavailable', 'the list of models cannot be read', {
      retryable: true,
      cause,
    });
  }
}
