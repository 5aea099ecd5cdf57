import * as v from 'valibot';

/** public/models/manifest.json: what a tab and the coordinator load models by. */
export const ModelManifest = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      file: v.string(),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      bytes: v.number(),
      licence: v.string(),
      source: v.string(),
      /** File beside it that says what the model is, how it was made and how good it is. */
      card: v.string(),
    }),
  ),
});
export type ModelManifest = v.InferOutput<typeof ModelManifest>;
