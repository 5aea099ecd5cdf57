import { createPublicKey, verify } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolderBlobs } from '../../../src/coordinator/blobs/folder.ts';
import { openCoordinatorKey } from '../../../src/coordinator/data/key.ts';
import { lockFolder } from '../../../src/coordinator/data/lock.ts';
import { storeModels } from '../../../src/coordinator/data/models.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { sha256Hex } from '../../../src/shared/hash.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adit-data-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hasProc = existsSync('/proc/self/stat');

/** When a process started, as the system counts it. */
function startOf(pid: number | undefined): string | undefined {
  if (!hasProc) return 'unknown';
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
}

describe('the lock of a data folder', () => {
  test('is free again after its release', () => {
    const file = join(folder, 'lock');

    lockFolder(file).release();

    expect(() => lockFolder(file)).not.toThrow();
  });

  test('of a process that lives is respected, of one that is gone replaced', async () => {
    const file = join(folder, 'lock');
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(file, `${other.pid} ${startOf(other.pid)}`);

    expect(() => lockFolder(file)).toThrow(
      expect.objectContaining({
        code: 'store.unavailable',
        message: expect.stringContaining('ADIT_DATA'),
      }),
    );

    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(() => lockFolder(file)).not.toThrow();
  });

  test.runIf(hasProc)(
    'of an earlier process with a number that is in use again is replaced',
    () => {
      const file = join(folder, 'lock');
      writeFileSync(file, `${process.ppid} 1`);

      expect(() => lockFolder(file)).not.toThrow();
    },
  );

  test.each(['', 'nonsense', '-1 0'])('with the text %j is replaced', (text) => {
    const file = join(folder, 'lock');
    writeFileSync(file, text);

    expect(() => lockFolder(file)).not.toThrow();
  });
});

describe('the coordinator’s key', () => {
  test('is made once, for its owner alone, and signs', () => {
    const file = join(folder, 'key.pem');
    const made = openCoordinatorKey(file);
    const again = openCoordinatorKey(file);

    const signature = Buffer.from(again.sign(utf8('text')), 'base64url');

    expect(again.publicKey).toBe(made.publicKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: made.publicKey },
      format: 'jwk',
    });
    expect(verify(null, utf8('text'), key, signature)).toBe(true);
  });

  test('a file that is no key is refused, not replaced', () => {
    const file = join(folder, 'key.pem');
    writeFileSync(file, 'gone');

    expect(() => openCoordinatorKey(file)).toThrow(
      expect.objectContaining({ code: 'store.unavailable' }),
    );
    expect(readFileSync(file, 'utf8')).toBe('gone');
  });
});

describe('models', () => {
  const manifest = (sha256: string) =>
    JSON.stringify({ models: [{ name: 'net', file: 'net.onnx', sha256, bytes: 5 }] });

  test('are stored under the hash of the manifest', async () => {
    writeFileSync(join(folder, 'net.onnx'), 'model');
    writeFileSync(join(folder, 'manifest.json'), manifest(sha256Hex('model')));
    const blobs = createFolderBlobs(join(folder, 'blobs'), systemClock);

    expect(await storeModels(folder, blobs)).toEqual({ net: sha256Hex('model') });
    expect(await blobs.has(sha256Hex('model'))).toBe(true);
  });

  test('a changed or missing model is refused', async () => {
    writeFileSync(join(folder, 'manifest.json'), manifest(sha256Hex('model')));
    const blobs = createFolderBlobs(join(folder, 'blobs'), systemClock);

    await expect(storeModels(folder, blobs)).rejects.toMatchObject({ code: 'model.unavailable' });
    writeFileSync(join(folder, 'net.onnx'), 'another');
    await expect(storeModels(folder, blobs)).rejects.toMatchObject({ code: 'model.unavailable' });
  });
});
