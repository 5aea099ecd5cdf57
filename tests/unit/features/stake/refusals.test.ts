import { Metadata, TypeRegistry } from '@polkadot/types';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { POOL_FAULTS } from '../../../../src/chain/faults.ts';
import { isKnownRefusal, refusalSentence } from '../../../../src/features/stake/refusals.ts';

// Every way in which the chain can refuse what this page sends has words of its own.

const METADATA = join(process.env['ADIT_SHARED'] ?? '../shared', 'chain/metadata-finney-424.scale');

/** Errors of the runtime that calls of this page never raise: weights, serving, owning a subnet. */
const ELSEWHERE =
  /coldkeyswap(announcement|reann|tooearly)|proportion|inputlengths|weight|commit|reveal|serv|axon|ip(type|address)|port$|child|take|identity|lease|mechanism|symbol|voting|tempo|activity|epoch|alpha(high|low)|liquidalpha|rootclaim|uids?|seal|difficulty|work|evm|recover|swap(hot|cold)?key|coldkey(hash|already)|newhotkey|newcoldkey|delegate|immun|trimming|recycle|beneficiary|owner|firstemission|autostake|root(network|dividend)|transactoraccount|validatorpermit|ticks?|feerate|cleared|setchildkeys|reserves|holds|freezes|vesting|issuance|delta|tickrange|liquidityvalue/i;

function errorsOf(pallet: string): string[] {
  const registry = new TypeRegistry();
  const metadata = new Metadata(registry, `0x${readFileSync(METADATA).toString('hex')}`);
  registry.setMetadata(metadata);
  const found = metadata.asLatest.pallets.find(({ name }) => name.toString() === pallet);
  const type = found?.errors.unwrap().type;
  if (type === undefined) return [];
  return registry.lookup.getSiType(type).def.asVariant.variants.map(({ name }) => name.toString());
}

describe('refusals of the chain in words', () => {
  it('has words for whatever the pool of a node may answer to these calls', () => {
    const other = /Ip|Port|Reveal|Commit|Serving|Length|Take|Evm|Shielded|BadRequest|CustomError/;

    const wordless = POOL_FAULTS.filter((name) => !isKnownRefusal(name) && !other.test(name));

    expect(wordless).toEqual([]);
  });

  it.skipIf(!existsSync(METADATA))(
    'has words for every error of the runtime that staking and registering can raise',
    () => {
      const names = ['SubtensorModule', 'Swap', 'Balances'].flatMap(errorsOf);

      const wordless = names.filter((name) => !isKnownRefusal(name) && !ELSEWHERE.test(name));

      expect(names.length).toBeGreaterThan(150);
      expect(wordless).toEqual([]);
    },
  );

  it('knows an error with its pallet’s name in front', () => {
    expect(refusalSentence('subtensorModule.SlippageTooHigh')).toBe(
      refusalSentence('SlippageTooHigh'),
    );
  });

  it('speaks our own codes as the rest of the app does', () => {
    expect(refusalSentence('wallet.rejected')).toContain('The wallet said no');
  });

  it('names an error that it does not know and invents nothing', () => {
    expect(refusalSentence('MoonTooBright')).toContain('“MoonTooBright”');
  });
});
