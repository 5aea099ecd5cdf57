import { PROTOCOL } from '../../protocol/signing.ts';

/** Response header and request header of the version handshake. */
export const VERSION_HEADER = 'x-adit-version';

export interface HeaderOptions {
  /** Public origin, when the operator named it. */
  readonly origin: string | null;
  /** Chain endpoints that the page may connect to. */
  readonly chainEndpoints: readonly string[];
}

const DENIED_FEATURES = [
  'accelerometer',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
] as const;

/** Headers of every response: nothing foreign loads, nothing is evaluated, nothing is framed. */
export function securityHeaders(options: HeaderOptions): Readonly<Record<string, string>> {
  const secure = options.origin?.startsWith('https:') === true;
  return {
    'content-security-policy': contentPolicy(options.chainEndpoints),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'permissions-policy': [
      ...DENIED_FEATURES.map((name) => `${name}=()`),
      // A visitor may try a model on the own camera; its pictures stay in the tab.
      'camera=(self)',
    ].join(', '),
    [VERSION_HEADER]: PROTOCOL,
    ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** Where the build puts the script of the worker that runs RDKit, and nothing else. */
const EVALUATING_SCRIPT = /^\/assets\/chemistry\/[\w-]+\.js$/;

/**
 * Policy of the one script that may evaluate text: RDKit's code makes functions that way. Its
 * worker has no page, and reaches nothing but this origin.
 *
 * @returns null for every other path
 */
export function evaluatingPolicy(path: string): string | null {
  return EVALUATING_SCRIPT.test(path)
    ? "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src 'self'"
    : null;
}

function contentPolicy(chainEndpoints: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    ['connect-src', "'self'", ...chainEndpoints].join(' '),
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html app#worker default',
  ].join('; ');
}
