import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, setPriority } from 'node:os';
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

/** Visitors of this machine and the coordinator's checks come first. */
function beModest(pid) {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It ended already, or the system does not allow it: it then takes its share like everybody.
  }
}

/** Starts the cast against a coordinator; returns a function that ends it. */
export function startCast(url, token) {
  const children = CAST.map(({ name, strength, fakeShare }) => {
    const child = spawn(
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
    );
    beModest(child.pid);
    return child;
  });
  say(`demo: ${CAST.map((member) => member.name).join(', ')} are mining on this machine’s CPU`);
  return () => {
    for (const child of children) child.kill();
  };
}
