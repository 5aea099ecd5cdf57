import { describe, expect, it } from 'vitest';
import { judgeTools } from '../../../../src/subnets/nova/judge-tools.ts';
import {
  ASPIRIN,
  FIVE_PAIRS,
  FOUR_WINS,
  IBUPROFEN,
  THREE_MINERS,
} from '../../../../src/subnets/nova/judge/examples.ts';
import { askChemistry } from '../../../support/rdkit.ts';
import { checkSequence } from '../../../../src/subnets/nova/scoring/nanobody-strings.ts';
import {
  beaconRound,
  epochOf,
  isInTime,
  lockRound,
} from '../../../../src/subnets/nova/scoring/timelock.ts';

const judge = async (tool: string, input: unknown) => {
  const judgement = await judgeTools[tool]?.(input, { chemistry: askChemistry });
  if (!judgement) throw new Error(`no tool ${tool}`);
  return judgement;
};

describe('the judge of nanobodies', () => {
  it('names the broken rule, and the letter that mends it', async () => {
    const { score, improvements } = await judge('nanobody', { sequence: FIVE_PAIRS });
    const [, to, place] =
      /Put (.) in place of . at position (\d+)/.exec(improvements[0]?.text ?? '') ?? [];
    const index = Number(place) - 1;
    const mended = FIVE_PAIRS.slice(0, index) + (to ?? '') + FIVE_PAIRS.slice(index + 1);

    expect(score.note).toBe('Broken: Longest repeat of two letters, in pairs');
    expect(checkSequence(mended).passes).toBe(true);
  });

  it('says how many letters are missing, and what cutting brings', async () => {
    const short = await judge('nanobody', { sequence: 'ACDEFGHIKL' });
    const long = await judge('nanobody', { sequence: 'ACDEFGHIKL'.repeat(16) });

    expect(short.improvements[0]?.text).toContain('80 letters');
    expect(long.improvements[0]?.text).toContain('last 10 letters');
  });
});

describe('the judge of molecules', () => {
  it('names every broken rule, not only the first', async () => {
    const { score } = await judge('molecule', { smiles: 'CSC', rule: 'today' });

    expect(score.note).toBe('Broken: Heavy atoms, Rotatable bonds, Contains a refused element');
  });

  it('says how like a known molecule it is, and when it is the same', async () => {
    const known = ['OC(=O)c1ccccc1OC(C)=O', 'nonsense'];
    const { score, findings } = await judge('molecule', { smiles: ASPIRIN, rule: 'today', known });

    expect(score.value).toBe(false);
    expect(findings).toContainEqual({
      name: 'Likeness to OC(=O)c1ccccc1OC(C)=O',
      value: 1,
      state: 'fail',
      rule: '< 0.6',
      note: 'The same InChIKey: already in the archive.',
    });
  });

  it('says that chemistry is missing where none can be asked', async () => {
    await expect(async () =>
      judgeTools['molecule']?.({ smiles: 'C', rule: 'today' }),
    ).rejects.toMatchObject({ code: 'worker.blocked' });
  });

  it('finds copies under two texts, and the one whose leaving adds variety', async () => {
    const smiles = [ASPIRIN, 'OC(=O)c1ccccc1OC(C)=O', IBUPROFEN];
    const { findings, improvements } = await judge('variety', { smiles });

    expect(findings.map(({ state }) => state)).toEqual(['fail', 'fail', 'fail', 'fail']);
    expect(improvements[0]?.gain).toBeGreaterThan(0);
  });
});

describe('the judge of entries', () => {
  it.each([
    ['|QVQ', 'Put ~ where a part is empty.'],
    ['rxn:1:2:3 | QVQ', 'Take out all white space.'],
    ['rxn:1:2:3', 'Add |~ at the end: no sequence.'],
  ])('finds what makes %s readable', async (text, advice) => {
    const { score, improvements } = await judge('entry', { text });

    expect(score.value).toBe(false);
    expect(improvements).toEqual([{ text: advice, gain: null }]);
  });
});

describe('the judge of contests', () => {
  it('gives each winner its share, and tells what would overtake them', async () => {
    const shares = await Promise.all(
      [1, 2, 3].map(async (uid) => (await judge('contest', { ...THREE_MINERS, uid })).score.value),
    );
    const { improvements } = await judge('contest', { ...THREE_MINERS, uid: 3 });

    expect(shares.sort()).toEqual([0, 0.4, 0.6]);
    // An earlier block: drawing level is enough.
    expect(improvements[0]).toEqual({
      text: 'Reach a molecule score of 0.070000',
      gain: expect.closeTo(0.4) as number,
    });
  });

  it('asks for a little more than the leader has from who committed later', async () => {
    const molecules = [
      { uid: 1, score: 0.07, block: 1 },
      { uid: 2, score: 0.05, block: 2 },
    ];
    const { improvements } = await judge('contest', { molecules, nanobodies: [], uid: 2 });

    expect(improvements[0]?.text).toBe('Reach a molecule score of 0.070100');
  });

  it('refuses a miner that is there twice', async () => {
    const molecules = [{ uid: 1 }, { uid: 1 }];
    await expect(async () =>
      judge('contest', { molecules, nanobodies: [], uid: 1 }),
    ).rejects.toThrow('molecules.1.uid: 1 is there already');
  });

  it('tells a challenger that missed the mark how much was missing', async () => {
    const epochs = [...FOUR_WINS.slice(0, 4), { A: 0.51, B: 0.512 }];
    const { score, improvements } = await judge('champion', { champion: 'A', epochs });

    expect(score.value).toBe('A');
    expect(improvements[0]?.text).toBe(
      'B: 0.003000 more in the last epoch reaches 0.515000 and is promoted',
    );
  });
});

describe('times of an epoch', () => {
  it('counts blocks from multiples of 361, and opens ten before the end', () => {
    expect(epochOf(722)).toEqual({ number: 2, start: 722, end: 1083, opens: 1073 });
    expect(epochOf(721).number).toBe(1);
  });

  it('takes a commitment after the start, more than ten blocks before now', () => {
    expect([isInTime(723, 722, 734), isInTime(722, 722, 800), isInTime(723, 722, 733)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('counts a round each three seconds from the beacon’s first, four to a block', () => {
    const genesis = 1_692_803_367;
    expect([genesis - 1, genesis, genesis + 2, genesis + 3].map(beaconRound)).toEqual([0, 1, 1, 2]);
    expect(lockRound(100, 25)).toBe(200);
  });
});
