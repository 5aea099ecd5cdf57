// Where a miner puts an encrypted file. Section 3.1; MIID/miner/s3_upload.py d71f292b.

export interface ObjectKeyParts {
  readonly challenge: string;
  /** ss58 address. */
  readonly hotkey: string;
  /** First 16 hexadecimal digits of the hotkey's signature over `challenge:hotkey`. */
  readonly pathSignature: string;
  /** File name of the seed image; its extension is dropped. */
  readonly seedName: string;
  /** Requested type, `+` form included. */
  readonly type: string;
  readonly unixSeconds: number;
  /** Extension before `.tlock`: images are PNG, voice and video keep their own. */
  readonly extension?: string;
}

/** Key of the encrypted file in the bucket. */
export function objectKey(parts: ObjectKeyParts): string {
  const seed = parts.seedName.replace(/(?<=.)\.[^.]*$/, '');
  const type = parts.type.replaceAll('+', '_');
  const file = `${type}_${parts.unixSeconds}.${parts.extension ?? 'png'}.tlock`;
  return ['submissions', parts.challenge, parts.hotkey, parts.pathSignature, seed, file].join('/');
}
