import * as v from 'valibot';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '../../shared/bytes.ts';
import { AppError } from '../../shared/errors.ts';

// An input as part of an address. It stands behind the `#`, which a browser sends to nobody.

const MARK = '#i=';
/** Some chat programs and proxies cut longer addresses. */
export const MOST_LINK_CHARACTERS = 8_000;

const Shared = v.record(v.string(), v.unknown());
export type SharedInput = v.InferOutput<typeof Shared>;

/** The fragment that stands for an input; empty for none, or for one that makes too long a link. */
export async function fragmentOf(input: SharedInput | null): Promise<string> {
  if (!input) return '';
  const packed = await through(new CompressionStream('deflate-raw'), utf8(JSON.stringify(input)));
  const fragment = MARK + toBase64Url(packed);
  return fragment.length <= MOST_LINK_CHARACTERS ? fragment : '';
}

/** The input of a fragment; null when it holds none. @throws AppError `input.malformed` */
export async function fromFragment(fragment: string): Promise<SharedInput | null> {
  if (!fragment.startsWith(MARK)) return null;
  try {
    const bytes = await through(
      new DecompressionStream('deflate-raw'),
      fromBase64Url(fragment.slice(MARK.length)),
    );
    return v.parse(Shared, JSON.parse(fromUtf8(bytes)));
  } catch (cause) {
    throw new AppError('input.malformed', 'the address holds no readable input: it was cut short', {
      cause,
    });
  }
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}
