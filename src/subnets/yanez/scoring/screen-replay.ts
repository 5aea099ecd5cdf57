import { stripPython } from '../../../shared/python-text.ts';

// What a miner says about a photographed screen. Section 3.2; MIID/validator/image_variations.py
// 0aaafc23.

export const DEVICES = ['phone', 'tablet', 'laptop', 'monitor', 'tv'] as const;
export const CUES = [
  'moire_pixel_grid',
  'screen_glare_hotspots',
  'perspective_keystone_distortion',
  'gamma_contrast_shift',
  'edge_crop_cues',
] as const;
const TEXTS = ['seed_image', 'date', 'camera_used'] as const;
const DEFAULT_VARIANT = 'seed_unchanged';
export const PHOTO_VARIANTS = [DEFAULT_VARIANT, 'seed_smiling', 'seed_eyes_closed'];
export const VIDEO_VARIANTS = [
  'seed_video_blinking',
  'seed_video_smiling',
  'seed_video_smile_and_blink',
];
const ALIASES: Readonly<Record<string, string>> = {
  device_camera: 'seed_unchanged',
  synthetic_eyes_closed: 'seed_eyes_closed',
  synthetic_smiling: 'seed_smiling',
  synthetic_video_blinking: 'seed_video_blinking',
  synthetic_video_smiling: 'seed_video_smiling',
  synthetic_video_smile_and_blink: 'seed_video_smile_and_blink',
  synthetic_video_expression: 'seed_video_smiling',
};

export interface ReplayVerdict {
  readonly valid: boolean;
  /** After trimming and aliases; `seed_unchanged` when blank, as given when unknown. */
  readonly variant: string;
  readonly video: boolean;
  /** Every value that must be right, in a fixed order. */
  readonly checks: readonly { readonly key: string; readonly passes: boolean }[];
}

/** Whether metadata is well formed: four texts, a known device and variant, five real booleans. */
export function judgeScreenReplay(metadata: Readonly<Record<string, unknown>>): ReplayVerdict {
  const given = metadata['capture_variant'];
  const trimmed = typeof given === 'string' ? stripPython(given) : '';
  const raw = trimmed === '' ? DEFAULT_VARIANT : trimmed;
  const variant = (Object.hasOwn(ALIASES, raw) ? ALIASES[raw] : undefined) ?? raw;
  const video = VIDEO_VARIANTS.includes(variant);
  const checks = [
    ...TEXTS.map((key) => ({ key, passes: isFilled(metadata[key]) })),
    {
      key: 'device_photographed',
      passes: DEVICES.some((device) => device === metadata['device_photographed']),
    },
    { key: 'capture_variant', passes: video || PHOTO_VARIANTS.includes(variant) },
    ...CUES.map((key) => ({ key, passes: typeof metadata[key] === 'boolean' })),
  ];
  return { valid: checks.every(({ passes }) => passes), variant, video, checks };
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && stripPython(value) !== '';
}
