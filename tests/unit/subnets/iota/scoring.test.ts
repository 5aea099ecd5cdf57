import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Double, parsePythonJson } from '../../../../src/shared/python-json.ts';
import { matrix } from '../../../../src/nn/reference/linear.ts';
import { ropeTables } from '../../../../src/nn/reference/rope.ts';
import { blockBackward, blockForward } from '../../../../src/subnets/iota/reference.ts';
import { bfloat16 } from '../../../../src/subnets/iota/scoring/bfloat16.ts';
import {
  allPairs,
  pairMiners,
  partitionBounds,
  partitionCount,
} from '../../../../src/subnets/iota/scoring/butterfly.ts';
import { messageToSign, requestBody } from '../../../../src/subnets/iota/scoring/epistula.ts';
import { TODAY, learningRate } from '../../../../src/subnets/iota/scoring/learning-rate.ts';
import {
  ACCEPTED_COSINE,
  ARRIVED_SHARE,
  LEAST_LOCAL_STEPS,
  OUTER_RATE,
  averageGradients,
  clipFactor,
  momentumAt,
  outerStep,
} from '../../../../src/subnets/iota/scoring/merge.ts';
import { PythonRandom } from '../../../../src/subnets/iota/scoring/python-random.ts';
import { dequantise, packRow, quantise } from '../../../../src/subnets/iota/scoring/quantiser.ts';
import {
  LIMITS,
  cosine,
  magnitudeRatio,
  reproduces,
} from '../../../../src/subnets/iota/scoring/reproduction.ts';
import {
  burnedWeights,
  minerPay,
  normalizeWeights,
  pathwayLosses,
  sumByUid,
} from '../../../../src/subnets/iota/scoring/rewards.ts';
import { expectedIncentive, rankRuns } from '../../../../src/subnets/iota/scoring/run-ranking.ts';
import {
  activationBytes,
  stageBeta1,
  stageSizes,
} from '../../../../src/subnets/iota/scoring/stages.ts';
import { measureActivation, measureWeights } from '../../../../src/subnets/iota/score.ts';
import { parseInput, parseResult } from '../../../../src/subnets/iota/task.ts';

/** Tensors are f32. */
const small = fc.double({ min: -100, max: 100, noNaN: true }).map(Math.fround);

describe('Python’s generator', () => {
  it('shuffles as random.seed(42) does', () => {
    const items = Array.from({ length: 10 }, (_, i) => i);

    expect(new PythonRandom(42).shuffle(items)).toEqual([7, 3, 2, 8, 5, 6, 9, 4, 0, 1]);
    expect(new PythonRandom(0).shuffle([1, 2, 3, 4, 5])).toEqual([3, 2, 1, 5, 4]);
  });

  it('keeps shuffling beyond one refill of its state', () => {
    const items = Array.from({ length: 2000 }, (_, i) => i);
    const shuffled = new PythonRandom(7).shuffle(items);

    expect(shuffled.slice(0, 8)).toEqual([161, 562, 1877, 1034, 1575, 48, 655, 1873]);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
  });
});

describe('the butterfly', () => {
  it('agrees with the worked example of four miners', () => {
    const { pairs } = pairMiners(['0', '1', '2', '3'], 8);

    expect(pairs.map((pair) => pair.join(''))).toEqual([
      '03',
      '01',
      '01',
      '12',
      '32',
      '32',
      '20',
      '13',
    ]);
  });

  it('pairs distinct miners and covers everybody’s work', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 24 }),
        (count, parts) => {
          const miners = Array.from({ length: count }, (_, i) => `m${i}`);
          const { pairs, work } = pairMiners(miners, parts);
          expect(pairs).toHaveLength(parts);
          for (const [a, b] of pairs) expect(a).not.toBe(b);
          const listed = [...work.values()].flatMap((own) => own ?? []);
          expect(listed).toHaveLength(2 * parts);
        },
      ),
    );
    expect(pairMiners([], 3).pairs).toEqual([]);
    expect(pairMiners(['a'], 2).pairs).toEqual([
      ['a', null],
      ['a', null],
    ]);
  });

  it('cuts slices and counts them', () => {
    expect(partitionBounds(10, 3)).toEqual([
      [0, 3],
      [3, 6],
      [6, 10],
    ]);
    expect(partitionBounds(1, 2)).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect([partitionCount(20, 3), partitionCount(1, 2)]).toEqual([12, 0]);
    expect(allPairs(3)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(allPairs(1)).toEqual([[0, null]]);
    expect(allPairs(0)).toEqual([]);
  });
});

describe('bfloat16 and the outer step', () => {
  it.each([
    [0.6, 0.6015625],
    [0.9, 0.8984375],
    [0.7, 0.69921875],
    [1 + 2 ** -8, 1],
    [1 + 3 * 2 ** -8, 1 + 2 ** -6],
    [-0.7, -0.69921875],
    [Infinity, Infinity],
    [3.4e38, Infinity],
    [0, 0],
  ])('rounds %s to %s', (value, rounded) => {
    expect(bfloat16(value)).toBe(rounded);
  });

  it('keeps NaN', () => {
    expect(bfloat16(NaN)).toBeNaN();
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(small, (value) => {
        expect(bfloat16(bfloat16(value))).toBe(bfloat16(value));
        expect(Math.abs(bfloat16(value) - value)).toBeLessThanOrEqual(
          Math.abs(value) * 2 ** -8 + 2 ** -134,
        );
      }),
    );
  });

  it('warms its momentum up over 20 epochs', () => {
    expect([0, 10, 20, 21].map(momentumAt)).toEqual([0.5, 0.7, 0.9, 0.9]);
    expect([OUTER_RATE, LEAST_LOCAL_STEPS, ACCEPTED_COSINE, ARRIVED_SHARE]).toEqual([
      0.7, 5, 0.9, 0.9,
    ]);
  });

  it('weighs sources by their work and steps as the worked example', () => {
    const average = averageGradients([[0.1], [0.3]], [10, 30]);
    const step = outerStep({ weights: [1], buffer: null }, average, { momentum: 0.5 });

    expect(average).toEqual([0.25]);
    expect(step).toEqual({ weights: [0.73828125], update: [0.375], buffer: [0.25] });
    expect(averageGradients([], [])).toEqual([]);
  });

  it('clips only what is too long', () => {
    expect(clipFactor(0.5, 1)).toBe(1);
    expect(clipFactor(2, 1)).toBe(1 / (2 + 1e-6));
  });
});

describe('the learning rate', () => {
  const schedule = {
    ...TODAY,
    warmup: 10,
    constant: 10,
    total: 200,
    warmStart: 0.5,
    tailShare: 0.1,
  };

  it('warms up, stays, falls in saw teeth and runs out', () => {
    const factor = (step: number) => learningRate(step, { ...schedule, peak: 1, period: 40 });

    expect([factor(0), factor(5), factor(10), factor(19), factor(20)]).toEqual([
      0.5, 0.75, 1, 1, 1,
    ]);
    expect(factor(40)).toBeCloseTo((0.1 + 0.9 * 0.5 * (1 + Math.cos(Math.PI / 8))) * 0.55, 12);
    expect(factor(180)).toBeCloseTo(0.1, 12);
    expect(factor(190)).toBeCloseTo(0.05, 12);
    expect(factor(200)).toBeCloseTo(0, 12);
    expect(factor(999)).toBeCloseTo(0, 12);
  });

  it('stays between 0 and its peak', () => {
    fc.assert(
      fc.property(fc.nat(250), (step) => {
        expect(learningRate(step, schedule)).toBeGreaterThanOrEqual(0);
        expect(learningRate(step, schedule)).toBeLessThanOrEqual(2e-4);
      }),
    );
    expect(learningRate(91_000_500)).toBeCloseTo(1.1e-4, 9);
    expect(TODAY).toEqual({
      peak: 2e-4,
      warmup: 1,
      constant: 90_999_999,
      total: 100_000_000,
      tailShare: 0.02,
      warmStart: 1,
      final: 0.1,
      period: 1000,
    });
  });
});

describe('the quantiser', () => {
  it('keeps values within half a step and clips outliers', () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 2, maxLength: 40 }), (row) => {
        const coded = quantise(row);
        for (const [i, value] of dequantise(coded).entries()) {
          expect(Math.abs(value - (row[i] ?? 0))).toBeLessThanOrEqual(coded.scale * 1.01 + 1e-4);
        }
      }),
    );
    const outlier = quantise([...Array.from({ length: 99 }, () => 0), 1]);
    expect(outlier.codes[99]).toBe(255);
  });

  it('packs eight bytes behind the codes, and takes a row of equal values', () => {
    const row = quantise([5, 5]);

    expect([row.scale, [...row.codes]]).toEqual([0, [0, 0]]);
    expect(dequantise(row)).toEqual([5, 5]);
    const bytes = packRow(quantise([0, 2]));
    expect(bytes).toHaveLength(10);
    const view = new DataView(bytes.buffer);
    expect(view.getFloat32(6, true)).toBe(-5);
    expect(view.getFloat32(2, true)).toBe(Math.fround(12 / 255));
  });
});

describe('reproduction', () => {
  const honest = [1, 2, -3];
  const scaled = (factor: number) => honest.map((value) => value * factor);

  it.each([
    ['activation', 0.8, 'passed'],
    ['activation', 0.79, 'magnitude-ratio-failed'],
    ['activation', 1.25, 'passed'],
    ['activation', 1.26, 'magnitude-ratio-failed'],
    ['activation', -1, 'failed'],
    ['weights', 0.79, 'passed'],
    ['weights', 0.7, 'passed'],
    ['weights', 0.69, 'magnitude-ratio-failed'],
    ['activation', 0, 'magnitude-ratio-failed'],
    ['activation', NaN, 'magnitude-ratio-failed'],
  ] as const)('of %s × %s: %s', (kind, factor, reason) => {
    expect(reproduces(kind, honest, scaled(factor)).reason).toBe(reason);
  });

  it('wants a cosine above 0.9, not at it', () => {
    const at = (c: number) => reproduces('activation', [1, 0], [c, Math.sqrt(1 - c * c)]).passed;

    expect([at(0.91), at(0.899)]).toEqual([true, false]);
    expect(LIMITS).toEqual({
      activation: { ratio: 0.8, cosine: 0.9 },
      weights: { ratio: 0.7, cosine: 0.9 },
    });
    expect(() => reproduces('activation', [1], [1, 2])).toThrow('2 values, 1 are expected');
    expect(cosine([0], [1])).toBe(0);
    expect(magnitudeRatio([0], [0])).toBe(0);
  });

  it('is symmetric', () => {
    const tensor = fc.array(small, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(tensor, tensor, (a, b) => {
        expect(magnitudeRatio(a, b)).toBe(magnitudeRatio(b, a));
        expect(Math.abs(cosine(a, b))).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('is worth 1 or costs 3', () => {
    expect(measureActivation(honest, honest).score).toBe(1);
    expect(measureActivation(honest, null)).toMatchObject({ score: -3 });
    expect(measureActivation(honest, honest).components).toHaveLength(3);
    expect(measureActivation(honest, null).components).toHaveLength(2);
    expect(measureWeights(0.81, honest, honest).score).toBe(1);
    expect(measureWeights(0.8, honest, honest).score).toBe(-3);
    expect(measureWeights(0.9, honest, scaled(0.5)).score).toBe(-3);
  });
});

describe('stages and rewards', () => {
  it.each([
    [6, 1, [6]],
    [7, 2, [3, 4]],
    [8, 4, [2, 2, 2, 2]],
    [9, 3, [2, 5, 2]],
    [8, 3, [2, 4, 2]],
    [3, 4, [1, 1, 1, 0]],
    [50, 5, [9, 11, 11, 10, 9]],
  ])('cuts %i layers into %i stages', (layers, stages, sizes) => {
    expect(stageSizes(layers, stages)).toEqual(sizes);
  });

  it('knows bytes and decay', () => {
    expect(activationBytes({ batch: 4, tokens: 800, channels: 80 })).toBe(512_000);
    expect(stageBeta1(0, 3)).toBeCloseTo(0.96, 12);
    expect(stageBeta1(2, 3)).toBeCloseTo(0.9, 12);
  });

  it('pays by share, and nothing where nobody scored', () => {
    const pay = { score: 10, runTotal: 100, burn: 0.8, share: 0.5, allocation: 0.5 };

    expect(minerPay(pay).weight).toBeCloseTo(0.005, 12);
    expect(minerPay(pay)).toMatchObject({ part: 0.1, share: 0.5, allocation: 0.5 });
    expect(minerPay({ ...pay, runTotal: 0 }).weight).toBe(0);
    const sums = sumByUid([
      [1, 0.5],
      [1, 0.25],
      [2, -0.25],
    ]);
    expect([...sums]).toEqual([
      [1, 0.75],
      [2, -0.25],
    ]);
    expect([...(normalizeWeights(sums) ?? [])]).toEqual([
      [1, 0.75],
      [2, -0.25],
    ]);
    expect(normalizeWeights(new Map([[1, 0]]))).toBeNull();
  });

  it('burns four fifths and forgets after ten hours', () => {
    const weights = burnedWeights(
      [1, 2],
      [
        { uid: 1, timeS: 4001, score: 2 },
        { uid: 1, timeS: 4000, score: 50 },
        { uid: 2, timeS: 9000, score: -3 },
      ],
      40_000,
    );

    expect(weights.get(1)).toBeCloseTo(0.2, 12);
    expect(weights.get(2)).toBe(0);
    expect(weights.get(209)).toBeCloseTo(0.8, 12);
    expect(burnedWeights([], [], 0).get(209)).toBeCloseTo(0.8, 12);
  });

  it('averages the loss of pathways', () => {
    const samples = [
      { pathway: ['a', 'b'], loss: 2 },
      { pathway: ['a', 'c'], loss: 4 },
    ];
    expect(Object.fromEntries(pathwayLosses(samples))).toEqual({ a: 3, b: 2, c: 4 });
  });

  it('ranks runs by force, tier, list, then what one more miner earns', () => {
    const run = {
      runId: 'a',
      incentive: 0.5,
      burn: 0.2,
      miners: 9,
      tier: 1,
      whitelisted: false,
      forceAllow: false,
      authorized: true,
      isMinerPool: false,
    };
    const ids = (...runs: (typeof run)[]) => rankRuns(runs).map(({ runId }) => runId);

    expect(expectedIncentive(run)).toBeCloseTo(0.04, 12);
    expect(
      ids(
        run,
        { ...run, runId: 'b', miners: 3 },
        { ...run, runId: 'c', whitelisted: true, miners: 99 },
        { ...run, runId: 'd', tier: 2, miners: 99 },
        { ...run, runId: 'e', tier: 0, forceAllow: true },
      ),
    ).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(ids(run, { ...run, runId: 'b' })).toEqual(['a', 'b']);
    expect(ids({ ...run, authorized: false }, { ...run, isMinerPool: true })).toEqual([]);
    expect(rankRuns([{ ...run, isMinerPool: true }], true)).toHaveLength(1);
  });
});

describe('the signed text', () => {
  it.each([
    ['{"b":1.0,"a":[1,"é😀\\u007f"]}', '{"a": [1, "\\u00e9\\ud83d\\ude00\\u007f"], "b": 1.0}'],
    ['{}', '{}'],
    ['[null,true,1e30,12345678901234567890]', '[null, true, 1e+30, 12345678901234567890]'],
    ['"a\\"\\\\\\n\\u0001"', '"a\\"\\\\\\n\\u0001"'],
  ])('of %s is %s', (json, body) => {
    expect(requestBody(parsePythonJson(json))).toBe(body);
  });

  it('refuses what JSON cannot hold, and names the receiver', () => {
    for (const value of [NaN, undefined, new Double(NaN)])
      expect(() => requestBody(value)).toThrow();
    expect(messageToSign('', 5, 'k')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.5.k',
    );
  });
});

describe('a block', () => {
  const wave = (rows: number, columns: number, phase: number) =>
    matrix(
      rows,
      columns,
      Array.from({ length: rows * columns }, (_, i) => Math.sin(i + phase) / 3),
    );
  const shape = {
    batch: 1,
    tokens: 3,
    heads: 2,
    groups: 1,
    headSize: 2,
    rope: ropeTables({ headSize: 2, base: 100, positions: 3 }),
  };
  const weights = {
    key: wave(2, 4, 1),
    value: wave(2, 4, 2),
    query: wave(4, 4, 3),
    out: wave(4, 4, 4),
    fc1: wave(6, 4, 5),
    fc2: wave(6, 4, 6),
    fc3: wave(4, 6, 7),
    norm1: Float64Array.of(1, 0.9, 1.1, 1),
    norm2: Float64Array.of(1, 1.2, 0.8, 1),
    decoder: wave(4, 2, 8),
  };

  it.each([
    ['full in, full out', 4, {}],
    ['narrow in, full out', 2, {}],
    ['full in, narrow out', 4, { fc4: wave(2, 4, 9) }],
    ['narrow in, narrow out', 2, { fc4: wave(2, 4, 9) }],
  ])('%s: gradients agree with differences', (_name, width, more) => {
    const w = { ...weights, ...more };
    const x = wave(3, width, 0.4);
    const out = blockForward(x, w, shape);
    const dy = wave(out.rows, out.columns, 2);
    const sum = (input: typeof x) =>
      blockForward(input, w, shape).data.reduce((part, y, i) => part + y * (dy.data[i] ?? 0), 0);

    const { dx, gradients } = blockBackward(x, w, { shape, dy });

    for (const [i, value] of x.data.entries()) {
      const moved = (step: number) => {
        const copy = matrix(x.rows, x.columns, x.data);
        copy.data[i] = value + step;
        return sum(copy);
      };
      expect(dx.data[i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6);
    }
    expect('decoder' in gradients).toBe(width === 2);
    expect('fc4' in gradients).toBe('fc4' in more);
  });
});

describe('tasks and answers', () => {
  const input = parseInput({
    activation_id: 'a',
    direction: 'forward',
    layer: 0,
    shape: [1, 2],
    expected_input_hash: '1'.repeat(64),
  });
  const result = {
    activation_id: 'a',
    direction: 'forward',
    tensor: { shape: [1, 2], values: [1, 2] },
    input_activation_hash: '1'.repeat(64),
    output_activation_hash: '2'.repeat(64),
  };

  it('accepts what was asked for', () => {
    expect(parseResult(result, input)).toEqual(result);
  });

  it.each([
    [{ activation_id: 'b' }, 'activation_id'],
    [{ direction: 'backward' }, 'direction'],
    [{ tensor: { shape: [2, 1], values: [1, 2] } }, 'tensor.shape'],
    [{ tensor: { shape: [1, 2], values: [1] } }, 'tensor'],
    [{ tensor: { shape: [1, 2], values: [1, NaN] } }, 'tensor.values.1'],
    [{ tensor: { shape: [1, 2], values: [1, Infinity] } }, 'tensor.values.1'],
    [{ input_activation_hash: '3'.repeat(64) }, 'input_activation_hash'],
    [{ output_activation_hash: 'x' }, 'output_activation_hash'],
    [{ more: 1 }, 'more'],
  ])('refuses %j', (fault, field) => {
    expect(() => parseResult({ ...result, ...fault }, input)).toThrow(field);
  });

  it('names the field of a malformed task', () => {
    expect(() => parseInput({ ...input, layer: -1 })).toThrow('layer');
  });
});
