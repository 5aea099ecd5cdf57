import * as v from 'valibot';

// Parts of what runtimes answer, after `toPlain`.

/** An amount, rao. */
export const Amount = v.bigint();

/** A count or an id that fits a JSON number. */
export const Whole = v.pipe(
  v.bigint(),
  v.maxValue(BigInt(Number.MAX_SAFE_INTEGER)),
  v.transform(Number),
);

export const Account = v.string();

/** Text that a subnet or an identity carries as bytes; bytes that are no text become U+FFFD. */
export const ByteText = v.pipe(
  v.union([v.instance(Uint8Array), v.array(v.bigint())]),
  v.transform((bytes) => new TextDecoder().decode(Uint8Array.from(bytes, Number)).trim()),
);
