import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ROOT } from './exec.mjs';
import { say } from './log.mjs';

// npm start -- --demo: a few real devices of differing strength mine on the real path, one of them
// a cheat. They run on the CPU in processes of their own, at low priority, and carry the label demo.

const CAST = [
  { name: 'Demo: steady', strength: '1', fakeShare: '0' },
  { name: 'Demo: hasty', strength: '0.5', fakeShare: '0' },
  { name: 'Demo: cheat', strength: '1', fakeShare: '0.2' },
];

/** Secret that lets the operator's own devices register as demo ones. */
export function makeDemoToken() {
  return randomBytes(24).toString('base64url');
}

/** Starts the cast against a coordinator; returns a function that ends it. */
export function startCast(url, token) {
  const children = CAST.map(({ name, strength, fakeShare }) =>
    spawn(
      process.execPath,
      [
        join(ROOT, 'dist/server/device.js'),
        '--coordinator',
        url,
        '--name',
        name,
        '--strength',
        strength,
        '--fake-share',
        fakeShare,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ADIT_DEMO_TOKEN: token } },
    ),
  );
  say(`demo: ${CAST.map((member) => member.name).join(', ')} are mining on this machine’s CPU`);
  return () => {
    for (const child of children) child.kill();
  };
}
