import type { EventRecord } from '@polkadot/types/interfaces';
import { describe, expect, it } from 'vitest';
import { poolFault } from '../../../src/chain/faults.ts';
import { readResult } from '../../../src/chain/outcome.ts';
import { offline, withErrorNumbers } from './offline.ts';
import { chainFile, hasChainData } from './stub-node.ts';

// Traffic that a real runtime of spec 218 answered. Its metadata is not at hand: what that runtime
// numbered otherwise is renumbered here in the metadata of 424.

interface Entry {
  readonly phase: string;
  readonly dir: '<' | '>';
  readonly m: {
    readonly id?: number;
    readonly method?: string;
    readonly params?: readonly unknown[];
    readonly result?: unknown;
    readonly error?: { readonly code: number; readonly message: string };
  };
}

const EVENTS = '0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7';

const text = chainFile('rpc-transcript-subtensor-218.json')?.toString();
const entries = text ? (JSON.parse(text) as { entries: Entry[] }).entries : []; // our own file

/** Values of `System.Events` in order of their blocks. */
function eventBlobs(): string[] {
  const asked = entries.flatMap(({ m }) =>
    m.method === 'state_getStorage' && m.params?.[0] === EVENTS ? [m.id] : [],
  );
  return asked.map((id) =>
    String(entries.find(({ dir, m }) => dir === '<' && m.id === id)?.m.result),
  );
}

const refusals = () => entries.flatMap(({ m }) => (m.error ? [m.error] : []));

describe.skipIf(!hasChainData || entries.length === 0)('a real runtime of 218', () => {
  it('refuses at its pool what we name', () => {
    const names = refusals().map(
      ({ code, message }) =>
        poolFault(Object.assign(new Error(`${code}: ${message}`), { code }))?.name,
    );

    expect(names).toEqual(['Payment', 'Stale', 'BadProof']);
  });

  it('raises the errors whose names we tell, though its numbers are other ones', () => {
    // As that runtime counted; 424 has them at 5, 21 and 12.
    const then = {
      HotKeyAccountNotExists: 6,
      HotKeyAlreadyRegisteredInSubNet: 23,
      NotEnoughBalanceToStake: 14,
    };
    const { registry } = offline(withErrorNumbers(then));
    const failures = eventBlobs().flatMap((blob) => {
      if (!/00010307..000000/.test(blob)) return [];
      // The list of a block's events, by the definition of frame_system.
      const records = registry.createType('Vec<EventRecord>', blob) as unknown as EventRecord[];
      const own = [...records].filter(
        ({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() > 0,
      );
      return [readResult('0x00', own)];
    });

    const names = failures.map((one) => one.kind === 'failed' && one.fault.name);
    // Missing hotkey, registered twice, more than the balance; two more of numbers not known here.
    expect(names.slice(0, 3)).toEqual(Object.keys(then));
    expect(failures.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'failed'));
  });

  it('tells in its events what a sale gave, as we read it', () => {
    const blob = eventBlobs().find((hex) => hex.includes('000703d43593c7'))!;
    const { registry } = offline(424);
    // The members that 218 had; 424 adds the netuid and the fee of the pool.
    const start = blob.indexOf('0703d43593c7');
    const members = blob.slice(start + 4, start + 4 + 2 * (32 + 32 + 8 + 8 + 2));
    const phase = '0001000000';
    const record = registry.createType(
      'Vec<EventRecord>',
      `0x04${phase}0703${members}${'00'.repeat(8)}00`,
    ) as unknown as readonly EventRecord[];

    const result = readResult('0x00', record);

    expect(result).toMatchObject({
      kind: 'done',
      outcome: { tao: 0x05fa9517n, alpha: 1_000_000_000n },
    });
  });
});
