import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  countEvents,
  followObjects,
} from '../../../../../src/subnets/score/tracking/metrics/clear.ts';
import { evaluateTracks } from '../../../../../src/subnets/score/tracking/metrics/evaluate.ts';
import { parseTracks } from '../../../../../src/subnets/score/tracking/mot-file.ts';

/** A square of 10 pixels at `x`. */
const at = (id: number, x: number) => ({ id, x1: x, y1: 0, x2: x + 10, y2: 10 });
const frame = (...boxes: ReturnType<typeof at>[]) => ({ boxes });

describe('tracks against the truth', () => {
  test('are perfect when they are the truth under other ids', () => {
    const scores = evaluateTracks(
      [frame(at(1, 0), at(2, 50)), frame(at(1, 2), at(2, 48))],
      [frame(at(8, 0), at(9, 50)), frame(at(8, 2), at(9, 48))],
    );

    expect(scores).toMatchObject({ mota: 1, motp: 0, idf1: 1, recall: 1, precision: 1 });
    expect(scores).toMatchObject({ objects: 2, mostlyTracked: 2, mostlyLost: 0, fragments: 0 });
  });

  test('lose one point each for a miss, a false box and a switch', () => {
    const truth = [frame(at(1, 0)), frame(at(1, 0)), frame(at(1, 0)), frame(at(1, 0))];
    const tracked = [frame(at(5, 0)), frame(), frame(at(6, 0)), frame(at(6, 0), at(7, 90))];

    const scores = evaluateTracks(truth, tracked);

    expect(scores).toMatchObject({ misses: 1, falsePositives: 1, idSwitches: 1, fragments: 1 });
    expect(scores.mota).toBeCloseTo(1 - 3 / 4, 12);
    // Track 6 is the object's own: 2 boxes agree of 4 true and 4 tracked ones.
    expect(scores.idf1).toBeCloseTo(4 / 8, 12);
  });

  test('keep their object while they can, although another comes closer', () => {
    const truth = [frame(at(1, 0)), frame(at(1, 4))];
    const tracked = [frame(at(5, 1)), frame(at(5, 1), at(6, 4))];

    const scores = evaluateTracks(truth, tracked);

    expect(scores).toMatchObject({ idSwitches: 0, falsePositives: 1 });
  });

  test('an object found again by another track after a gap counts as a switch', () => {
    const truth = Array.from({ length: 3 }, () => frame(at(1, 0)));

    const scores = evaluateTracks(truth, [frame(at(5, 0)), frame(), frame(at(6, 0))]);

    expect(scores.idSwitches).toBe(1);
  });

  test('as many pairs as possible come before closer pairs', () => {
    // Track 6 fits both objects, track 5 only the first: greedy by distance would leave one over.
    const events = followObjects(
      [
        {
          truth: [
            { id: 1, box: [0, 0, 10, 10] },
            { id: 2, box: [3, 0, 13, 10] },
          ],
          tracked: [
            { id: 5, box: [-3, 0, 7, 10] },
            { id: 6, box: [0, 0, 10, 10] },
          ],
        },
      ],
      0.5,
    );

    expect(countEvents(events)).toMatchObject({ pairs: 2, misses: 0, falsePositives: 0 });
  });

  test('a track on an ignored object is not false, one on nothing is', () => {
    const truth = [{ ...frame(at(1, 0)), ignored: [at(0, 100)] }];

    expect(evaluateTracks(truth, [frame(at(5, 0), at(6, 103))]).falsePositives).toBe(0);
    expect(evaluateTracks(truth, [frame(at(5, 0), at(6, 120))]).falsePositives).toBe(1);
  });

  test('a gap counts as a fragment only between two frames in which the object was followed', () => {
    const truth = Array.from({ length: 5 }, () => frame(at(1, 0)));
    const tracked = [frame(), frame(at(5, 0)), frame(), frame(at(5, 0)), frame()];

    expect(evaluateTracks(truth, tracked).fragments).toBe(1);
  });

  test('without any true box there is nothing to divide by', () => {
    expect(evaluateTracks([frame()], [frame(at(1, 0))])).toMatchObject({
      mota: null,
      motp: null,
      idr: null,
      idf1: 0,
      falsePositives: 1,
    });
  });
});

const mot = join(process.env['ADIT_SHARED'] ?? '../shared', 'data/mot');
const isThere = existsSync(mot);
if (!isThere) console.info(`skipped: the published figures need ${mot}; set ADIT_SHARED`);

describe.skipIf(!isThere)('the published figures of py-motmetrics', () => {
  const percent = (value: number | null): string => `${((value ?? NaN) * 100).toFixed(1)}%`;

  test.each([
    ['TUD-Campus', '55.8% 73.0% 45.1% 58.2% 94.1% 8 1 6 1 13 150 7 7 52.6% 0.277'],
    ['TUD-Stadtmitte', '64.5% 82.0% 53.1% 60.9% 94.0% 10 5 4 1 45 452 7 6 56.4% 0.346'],
  ])('%s comes out to the last digit', (scene, published) => {
    const read = (name: string): string => readFileSync(join(mot, scene, name), 'utf8');

    const scores = evaluateTracks(parseTracks(read('gt.txt'), true), parseTracks(read('test.txt')));

    const { idf1, idp, idr, recall, precision, mota, motp, ...counts } = scores;
    const printed = [
      ...[idf1, idp, idr, recall, precision].map(percent),
      counts.objects,
      counts.mostlyTracked,
      counts.partlyTracked,
      counts.mostlyLost,
      counts.falsePositives,
      counts.misses,
      counts.idSwitches,
      counts.fragments,
      percent(mota),
      motp?.toFixed(3),
    ];
    expect(printed.join(' ')).toBe(published);
  });
});
