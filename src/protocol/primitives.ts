import * as v from 'valibot';

/** 64 lower-case hexadecimal digits. */
export const Sha256 = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
);
/** Raw Ed25519 public key, URL-safe base64, 43 characters. */
export const DeviceKey = v.pipe(v.string(), v.regex(/^[\w-]{43}$/, 'must be a public key'));
/** Ed25519 signature, URL-safe base64, 86 characters. */
export const Signature = v.pipe(v.string(), v.regex(/^[\w-]{86}$/, 'must be a signature'));
export const Id = v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/, 'must be an identifier'));
export const Slug = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a subnet slug'));
/** Milliseconds since 1970, or a duration. */
export const Ms = v.pipe(v.number(), v.finite(), v.minValue(0));
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** 0..1. */
export const Ratio = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Signed amount of credit in micro-credits (1 credit = 1,000,000), a safe integer. */
export const MicroCredits = v.pipe(v.number(), v.safeInteger());

export const MICRO = 1_000_000;

export const WORK_LABELS = ['network', 'own run', 'practice'] as const;
export const SCORE_LABELS = ['exact', 'from the specification', 'proxy'] as const;
export const WorkLabel = v.picklist(WORK_LABELS);
export const ScoreLabel = v.picklist(SCORE_LABELS);
export type WorkLabel = v.InferOutput<typeof WorkLabel>;
export type ScoreLabel = v.InferOutput<typeof ScoreLabel>;

/** Where a task's material comes from; shown on screen with every unit. */
export const MaterialLabel = v.picklist(['operator', 'rendered', 'job']);
export type MaterialLabel = v.InferOutput<typeof MaterialLabel>;
