import type { KeyringPair } from '@polkadot/keyring/types';
import { Metadata, TypeRegistry } from '@polkadot/types';
import type { SignerPayloadJSON, SignerResult } from '@polkadot/types/types';
import { metadataHex } from './stub-node.ts';

/** A signer as a wallet has one, with the key of a test. */
export function keyringSigner(pair: KeyringPair): {
  signPayload(payload: SignerPayloadJSON): Promise<SignerResult>;
} {
  return {
    async signPayload(payload) {
      const registry = new TypeRegistry();
      // Every runtime of the test data signs the same extensions.
      const metadata = new Metadata(registry, metadataHex(424));
      registry.setMetadata(metadata, payload.signedExtensions, undefined, true);
      const typed = registry.createType('ExtrinsicPayload', payload, { version: payload.version });
      return { id: 1, signature: typed.sign(pair).signature };
    },
  };
}
