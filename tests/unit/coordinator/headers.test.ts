import { expect, test } from 'vitest';
import { evaluatingPolicy, securityHeaders } from '../../../src/coordinator/http/headers.ts';

test('the policy of a coordinator without a chain', () => {
  const headers = securityHeaders({ origin: null, chainEndpoints: [] });

  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
      "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
      "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'; require-trusted-types-for 'script'; " +
      'trusted-types svelte-trusted-html app#worker default',
  );
  expect(headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  expect(headers).not.toHaveProperty('strict-transport-security');
});

test('configured chain endpoints are the only other place to connect to', () => {
  const headers = securityHeaders({
    origin: 'https://mine.example',
    chainEndpoints: ['wss://one.example', 'wss://two.example'],
  });

  expect(headers['content-security-policy']).toContain(
    "connect-src 'self' wss://one.example wss://two.example;",
  );
  expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
  expect(headers).toHaveProperty('strict-transport-security');
});

test('one script alone may evaluate text, and reaches nothing but its origin', () => {
  expect(evaluatingPolicy('/assets/chemistry/DlOwqnox.js')).toBe(
    "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src 'self'",
  );
  for (const path of [
    '/',
    '/assets/DlOwqnox.js',
    '/assets/chemistry/',
    '/assets/chemistry/page',
    '/assets/chemistry/deeper/DlOwqnox.js',
    '/elsewhere/assets/chemistry/DlOwqnox.js',
    '/assets/chemistry/..%2fDlOwqnox.js',
  ]) {
    expect(evaluatingPolicy(path), path).toBeNull();
  }
});
