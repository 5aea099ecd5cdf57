import type { Context } from 'hono';
import * as v from 'valibot';
import { toHex } from '../../shared/bytes.ts';
import { AppError } from '../../shared/errors.ts';
import { GENERIC_PREFIX, readAddress } from '../../shared/ss58.ts';
import {
  Address,
  KeyType,
  RevokeRequest,
  WalletSignature,
  parseEpochText,
  parseGrant,
} from '../../protocol/grant.ts';
import { isSignedBy } from '../../protocol/wallet-signature.ts';
import type { ProvenLine } from '../port.ts';
import { nodeVerifiers } from '../verifiers.ts';
import type { AppEnvironment, CoordinatorApp } from './app.ts';
import { parseJson, parseParameter } from './body.ts';
import type { HttpOptions } from './options.ts';
import { readSigned } from './signed-routes.ts';

// Wallet grants. Here the wallet's signature is verified, and under which host the visitor has the
// page; all that needs the store is the core's.

const Epoch = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, 'must be the number of an epoch'),
  v.transform(Number),
);

// Looser than `GrantRequest`: an unknown scheme is refused by its own code.
const Line = v.object({
  text: v.pipe(v.string(), v.maxLength(1024)),
  signature: v.pipe(v.string(), v.maxLength(1024)),
  keyType: v.pipe(v.string(), v.maxLength(32)),
});

export function addGrantRoutes(app: CoordinatorApp, options: HttpOptions): void {
  const { core } = options;

  app.post('/v1/grants/nonce', async (c) => {
    const { by } = await readSigned(c, options);
    return c.json(await core.offerGrant(by));
  });

  app.post('/v1/grants', async (c) => {
    const { by, body } = await readSigned(c, options);
    const line = await provenLine(body, (text) => parseGrant(text).account);
    return c.json(await core.grant(by, line, hostOf(c, options)));
  });

  app.post('/v1/grants/revoke', async (c) => {
    const { by, body } = await readSigned(c, options);
    return c.json(await core.revoke(by, parseJson(body, RevokeRequest).deviceKey));
  });

  app.post('/v1/countersignatures', async (c) => {
    const { by, body } = await readSigned(c, options);
    const line = await provenLine(body, (text) => parseEpochText(text).address);
    return c.json(await core.countersign(by, line));
  });

  app.get('/v1/accounts/:address', async (c) => {
    const account = accountOf(c.req.param('address'));
    return c.json(known(await core.account(account)));
  });

  app.get('/v1/accounts/:address/epochs/:epoch', async (c) => {
    const account = accountOf(c.req.param('address'));
    const epoch = parseParameter('epoch', c.req.param('epoch'), Epoch);
    return c.json(known(await core.epochUnits(account, epoch)));
  });
}

/**
 * The line of a body, with its signature verified over the wrapped bytes.
 *
 * @param addressOf the account that a line names; throws when it is not such a line
 * @throws AppError `grant.key-type`, `grant.malformed`, `grant.signature`
 */
async function provenLine(
  body: Uint8Array,
  addressOf: (text: string) => string,
): Promise<ProvenLine> {
  const { text, signature, keyType } = parseJson(body, Line);
  if (!v.is(KeyType, keyType)) {
    throw new AppError(
      'grant.key-type',
      `${keyType} accounts cannot sign here; use sr25519 or ed25519`,
    );
  }
  const key = readAddress(addressOf(text));
  if (key?.prefix !== GENERIC_PREFIX) {
    throw new AppError(
      'grant.malformed',
      `the account must be an address with prefix ${GENERIC_PREFIX}`,
    );
  }
  const holds =
    v.is(WalletSignature, signature) &&
    (await isSignedBy({ text, signature, keyType }, key.publicKey, nodeVerifiers));
  if (!holds) {
    throw new AppError(
      'grant.signature',
      `the signature is not the account’s ${keyType} signature over the wrapped line`,
    );
  }
  return { text, signature, keyType, account: toHex(key.publicKey) };
}

/** Host and port under which the visitor has the page: the operator's, or what the browser says. */
function hostOf(c: Context<AppEnvironment>, { headers }: HttpOptions): string {
  return headers.origin === null ? (c.req.header('host') ?? '') : new URL(headers.origin).host;
}

/** @returns public key of an address with any prefix, hexadecimal */
function accountOf(text: string): string {
  const key = readAddress(parseParameter('address', text, Address));
  if (!key) throw new AppError('input.malformed', 'address: its checksum is wrong');
  return toHex(key.publicKey);
}

function known<T>(value: T | null): T {
  if (value === null)
    throw new AppError('account.unknown', 'no device ever mined for this account');
  return value;
}
