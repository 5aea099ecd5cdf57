import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { matchesIntegrity } from '../../../src/convert/fetch.ts';
import { readTarball } from '../../../src/convert/tar.ts';
import { fromHalf, readGraphModel } from '../../../src/convert/tfjs.ts';

function tarEntry(name: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(text.length.toString(8).padStart(11, '0'), 124);
  header.write('0', 156);
  const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
  body.write(text);
  return Buffer.concat([header, body]);
}

const archive = gzipSync(
  Buffer.concat([
    tarEntry('package/a', 'x'.repeat(600)),
    tarEntry('package/b', 'two'),
    Buffer.alloc(1024),
  ]),
);

describe('tarball', () => {
  it('gives the named files and no others', () => {
    const files = readTarball(archive, ['package/b']);

    expect([...files.keys()]).toEqual(['package/b']);
    expect(Buffer.from(files.get('package/b') ?? []).toString()).toBe('two');
  });

  it('names what is missing', () => {
    expect(() => readTarball(archive, ['package/c'])).toThrow('package/c');
  });

  it('is refused when a single byte differs from the pin', () => {
    const pin =
      'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==';

    expect(matchesIntegrity(new Uint8Array(), pin)).toBe(true);
    expect(matchesIntegrity(new Uint8Array(1), pin)).toBe(false);
  });
});

describe('graph model', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3155, 0.1666259765625],
    [0x0001, 2 ** -24],
    [0x7c00, Infinity],
  ])('reads half-precision %i as %d', (bits, value) => {
    expect(fromHalf(bits)).toBe(value);
  });

  it('is refused when the weights are shorter than the manifest says', () => {
    const json = JSON.stringify({
      modelTopology: { node: [] },
      weightsManifest: [{ weights: [{ name: 'w', shape: [2], dtype: 'float32' }] }],
    });

    expect(() => readGraphModel(json, new Uint8Array(4))).toThrow();
    expect(() => readGraphModel(json, new Uint8Array(12))).toThrow('8 bytes');
  });
});
