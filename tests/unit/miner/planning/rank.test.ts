import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RankInput, rankSubnets } from '../../../../src/miner/planning/rank.ts';
import { chainOf, measuredAs, subnet } from './facts.ts';

const order = (input: Partial<RankInput> & Pick<RankInput, 'subnets'>) =>
  rankSubnets({ chain: null, measured: {}, ...input }).rows.map(({ slug }) => slug);

describe('the ranking without a chain', () => {
  it('goes by open jobs, then by practice, however much practice waits', () => {
    const subnets = [
      subnet('none', 1),
      subnet('practice', 2, { rendered: 9_000, operator: 900 }),
      subnet('job', 3, { job: 1 }),
      subnet('jobs', 4, { job: 2 }),
      subnet('little', 5, { operator: 3 }),
    ];

    expect(order({ subnets })).toEqual(['jobs', 'job', 'practice', 'little', 'none']);
  });

  it('does not let a fast device jump over an open job', () => {
    const subnets = [subnet('fast', 1, { rendered: 50 }), subnet('wanted', 2, { job: 1 })];
    const measured = { fast: measuredAs({ unitsPerHour: 900, quality: 1, judgedUnits: 90 }) };

    expect(order({ subnets, measured })).toEqual(['wanted', 'fast']);
  });

  it('decides equal demand by what this device does better, then by number', () => {
    const subnets = [subnet('b', 2), subnet('a', 1), subnet('good', 3)];
    const measured = { good: measuredAs({ unitsPerHour: 600, quality: 0.9, judgedUnits: 40 }) };

    expect(order({ subnets, measured })).toEqual(['good', 'a', 'b']);
  });

  it('says that it knows no chain', () => {
    const ranking = rankSubnets({ subnets: [subnet('a', 1)], chain: null, measured: {} });

    expect(ranking).toMatchObject({ basis: 'jobs', isStale: false });
    expect(ranking.rows[0]?.reasons).toMatchObject({ chainShare: null, price: null });
  });

  it('goes by jobs as well when the chain lists none of the subnets', () => {
    const ranking = rankSubnets({
      subnets: [subnet('a', 1, { job: 1 })],
      chain: chainOf({ 99: 500 }, true),
      measured: {},
    });

    expect(ranking).toMatchObject({ basis: 'jobs', isStale: false });
  });
});

describe('the ranking with a chain', () => {
  it('weighs what the chain emits beside the work that waits', () => {
    const subnets = [subnet('rich', 1), subnet('poor', 2)];

    const ranking = rankSubnets({ subnets, chain: chainOf({ 1: 90, 2: 10 }), measured: {} });

    expect(ranking.basis).toBe('chain');
    expect(ranking.rows.map(({ slug }) => slug)).toEqual(['rich', 'poor']);
    expect(ranking.rows[0]?.reasons).toMatchObject({ chainShare: 0.09, price: '20000000' });
    expect(
      order({
        subnets: [subnet('rich', 1), subnet('poor', 2, { job: 3 })],
        chain: chainOf({ 1: 90, 2: 10 }),
      }),
    ).toEqual(['poor', 'rich']);
  });

  it('counts what this device does well, with a fair try for what it never did', () => {
    const subnets = [subnet('weak', 1), subnet('new', 2), subnet('strong', 3)];
    const chain = chainOf({ 1: 10, 2: 10, 3: 10 });
    const measured = {
      weak: measuredAs({ unitsPerHour: 600, quality: 0.1, judgedUnits: 50 }),
      strong: measuredAs({ unitsPerHour: 600, quality: 0.9, judgedUnits: 50 }),
    };

    expect(order({ subnets, chain, measured })).toEqual(['strong', 'new', 'weak']);
  });

  it('does not believe one lucky unit', () => {
    const subnets = [subnet('lucky', 1), subnet('proven', 2)];
    const chain = chainOf({ 1: 10, 2: 10 });
    const measured = {
      lucky: measuredAs({ unitsPerHour: 600, quality: 1, judgedUnits: 1 }),
      proven: measuredAs({ unitsPerHour: 600, quality: 0.9, judgedUnits: 50 }),
    };

    expect(order({ subnets, chain, measured })).toEqual(['proven', 'lucky']);
  });

  it('puts a subnet for which this device is too slow behind', () => {
    const subnets = [subnet('slow', 1), subnet('quick', 2)];
    const chain = chainOf({ 1: 12, 2: 10 });
    const measured = {
      slow: measuredAs({ unitsPerHour: 30 }),
      quick: measuredAs({ unitsPerHour: 600 }),
    };

    expect(order({ subnets, chain, measured })).toEqual(['quick', 'slow']);
  });

  it('keeps what is unknown unknown', () => {
    const { rows } = rankSubnets({
      subnets: [subnet('a', 1)],
      chain: chainOf({ 1: 10 }),
      measured: {},
    });

    expect(rows[0]?.reasons.measured).toEqual({
      unitsPerHour: null,
      quality: null,
      judgedUnits: 0,
    });
  });

  it('says when the figures of the chain are old', () => {
    const ranking = rankSubnets({
      subnets: [subnet('a', 1)],
      chain: chainOf({ 1: 10 }, true),
      measured: {},
    });

    expect(ranking.isStale).toBe(true);
  });

  it('puts a closed subnet last with no use, whatever the chain pays it', () => {
    const subnets = [subnet('closed', 1, { job: 9 }, { open: false }), subnet('open', 2)];

    const { rows } = rankSubnets({ subnets, chain: chainOf({ 1: 900, 2: 1 }), measured: {} });

    expect(rows.map(({ slug, usefulness }) => [slug, usefulness > 0])).toEqual([
      ['open', true],
      ['closed', false],
    ]);
  });
});

it('a ranking holds every subnet once, with finite use in falling order', () => {
  const anySubnet = fc.record({ netuid: fc.nat({ max: 99 }), job: fc.nat(), open: fc.boolean() });
  fc.assert(
    fc.property(
      fc.uniqueArray(anySubnet, { selector: ({ netuid }) => netuid }),
      fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.nat({ max: 1000 })),
      (facts, emissions) => {
        const subnets = facts.map(({ netuid, job, open }) =>
          subnet(`s${netuid}`, netuid, { job }, { open }),
        );

        const { rows } = rankSubnets({ subnets, chain: chainOf(emissions), measured: {} });

        expect(rows.map(({ slug }) => slug).sort()).toEqual(subnets.map(({ slug }) => slug).sort());
        const uses = rows.map(({ usefulness }) => usefulness);
        expect(uses.every((use) => Number.isFinite(use) && use >= 0)).toBe(true);
        expect(uses).toEqual(uses.toSorted((a, b) => b - a));
      },
    ),
  );
});
