import type { KeyringPair } from '@polkadot/keyring/types';
import { Metadata, TypeRegistry } from '@polkadot/types';
import type { SignerPayloadJSON, SignerResult } from '@polkadot/types/types';
import { metadataHex } from './stub-node.ts';

let metadata: { registry: TypeRegistry; decoded: Metadata } | null = null;

/** Every runtime of the test data signs the same extensions: those of 424 do for all. */
function decodeOnce(): { registry: TypeRegistry; decoded: Metadata } {
  const registry = new TypeRegistry();
  metadata ??= { registry, decoded: new Metadata(registry, metadataHex(424)) };
  return metadata;
}

/** A signer as a wallet has one, with the key of a test. */
export function keyringSigner(pair: KeyringPair): {
  signPayload(payload: SignerPayloadJSON): Promise<SignerResult>;
} {
  return {
    async signPayload(payload) {
      const { registry, decoded } = decodeOnce();
      registry.setMetadata(decoded, payload.signedExtensions, undefined, true);
      const typed = registry.createType('ExtrinsicPayload', payload, { version: payload.version });
      return { id: 1, signature: typed.sign(pair).signature };
    },
  };
}
