import { expect, test } from 'vitest';
import { ACTIONS } from '../../../../../src/subnets/score/scoring/actions.ts';
import { CARD_FIELDS, CRICKET_FIELDS } from '../../../../../src/subnets/score/scoring/fields.ts';

test('football events weigh more, and may be further off, the rarer they are', () => {
  const table = Object.entries(ACTIONS).map(([name, rule]) => [
    name,
    rule.weight,
    rule.minScore,
    rule.toleranceSeconds,
  ]);

  expect(table).toEqual([
    ['pass', 1, 0, 1],
    ['pass_received', 1.4, 0, 1],
    ['recovery', 1.5, 0, 1.5],
    ['tackle', 2.5, 0.1, 1.5],
    ['interception', 2.8, 0.5, 2],
    ['ball_out_of_play', 2.9, 0.5, 2],
    ['clearance', 3.1, 0.5, 2],
    ['take_on', 3.2, 0.5, 2],
    ['substitution', 4.2, 0.5, 2],
    ['block', 4.2, 0.5, 2],
    ['aerial_duel', 4.3, 0.5, 2],
    ['shot', 4.7, 0.5, 2],
    ['save', 7.3, 0.5, 2],
    ['foul', 7.7, 0.5, 2.5],
    ['goal', 10.9, 0.5, 3],
  ]);
});

test('a cricket delivery is worth 1 over thirteen fields', () => {
  const table = Object.entries(CRICKET_FIELDS).map(([name, rule]) => [
    name,
    rule.weight,
    rule.tolerance,
  ]);

  expect(table).toEqual([
    ['kph', 0.04, 3],
    ['bounce_x', 0.23, 0.25],
    ['stump_y', 0.18, 0.12],
    ['deviation', 0.13, 2],
    ['swing_angle', 0.11, 2],
    ['stump_z', 0.11, 0.12],
    ['release_y', 0.03, 0.15],
    ['release_z', 0.03, 0.15],
    ['bounce_y', 0.03, 0.15],
    ['impact_x', 0.03, 0.25],
    ['impact_y', 0.03, 0.15],
    ['impact_z', 0.03, 0.15],
    ['interception_distance', 0.02, 0.25],
  ]);
});

test('a card is worth 1 over five grades, each within two', () => {
  expect(CARD_FIELDS).toEqual({
    subgrade_surface: { weight: 0.25, tolerance: 2 },
    subgrade_edges: { weight: 0.25, tolerance: 2 },
    subgrade_corners: { weight: 0.25, tolerance: 2 },
    subgrade_centering: { weight: 0.1, tolerance: 2 },
    card_grade: { weight: 0.15, tolerance: 2 },
  });
});
