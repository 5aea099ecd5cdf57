import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classifyDecision,
  fullReason,
} from '../../../../../src/subnets/trishool/scoring/guard-decision.ts';
import {
  extractGuardLabels,
  parseGuardLines,
} from '../../../../../src/subnets/trishool/scoring/guard-lines.ts';
import {
  blockedReply,
  GUARD_TEXT_LIMIT,
  truncateForGuard,
} from '../../../../../src/subnets/trishool/scoring/guard-text.ts';
import {
  largestTier,
  tierProbabilities,
} from '../../../../../src/subnets/trishool/scoring/tier-probabilities.ts';

describe('the decision of the classify service', () => {
  it('blocks by status with the full reason or none', () => {
    expect(classifyDecision({ status: ' harmful ' })).toEqual({ decision: 'block' });
    expect(classifyDecision({ status: 'HARMFUL', category: ' a ', attack_overlay: ' b ' })).toEqual(
      { decision: 'block', reason: 'a; b' },
    );
    expect(classifyDecision({ status: 'HARMFUL', attack_overlay: 'b' })).toEqual({
      decision: 'block',
      reason: 'b',
    });
  });

  it.each(['HARMLESS', 'CONTROVERSIAL', 'SENSITIVE'])('allows the status %s', (status) => {
    expect(classifyDecision({ status, safety_label: 'unsafe' })).toEqual({
      decision: 'allow',
      reason: status.toLowerCase(),
    });
    expect(classifyDecision({ status, category: 'a', attack_overlay: 'b' })).toEqual({
      decision: 'allow',
      reason: 'a',
    });
    expect(classifyDecision({ status, attack_overlay: 'b' })).toEqual({
      decision: 'allow',
      reason: 'b',
    });
  });

  it('falls back to the tier, written in either field', () => {
    expect(classifyDecision({ status: 'other', safety_label: ' Unsafe ' })).toEqual({
      decision: 'block',
      reason: ' Unsafe ',
    });
    expect(classifyDecision({ safety_label: 'unsafe', category: 'a' })).toEqual({
      decision: 'block',
      reason: 'a',
    });
    expect(classifyDecision({ safety_label: 5, risk_level: 'UNSAFE' })).toEqual({
      decision: 'block',
      reason: 'UNSAFE',
    });
    for (const tier of ['safe', 'controversial', 'sensitive']) {
      expect(classifyDecision({ risk_level: ` ${tier.toUpperCase()}` })).toEqual({
        decision: 'allow',
        reason: tier,
      });
    }
    expect(classifyDecision({ safety_label: 'safe', category: 'a' })).toEqual({
      decision: 'allow',
      reason: 'a',
    });
    expect(classifyDecision({ safety_label: 'safe', attack_overlay: 'b' })).toEqual({
      decision: 'allow',
      reason: 'b',
    });
  });

  it('is a fault where neither is known', () => {
    const unknown = 'classify response missing or unknown status: ';

    expect(classifyDecision({})).toEqual({ error: `${unknown}(empty)` });
    expect(classifyDecision({ status: ' maybe ' })).toEqual({ error: `${unknown}MAYBE` });
    expect(classifyDecision({ status: 'x', safety_label: '', risk_level: 'unsafe' })).toEqual({
      error: `${unknown}X`,
    });
    for (const reply of [null, [], 'text', 5]) {
      expect(classifyDecision(reply)).toEqual({
        error: 'classify response is not a JSON object',
      });
    }
  });

  it('joins the reasons that are there', () => {
    expect([fullReason('a', 'b'), fullReason('a', ''), fullReason('', '')]).toEqual([
      'a; b',
      'a',
      '',
    ]);
  });
});

describe('what a guard sees and says', () => {
  it('cuts a text at 32 000 characters and says how many it cut', () => {
    expect(GUARD_TEXT_LIMIT).toBe(32_000);
    expect(truncateForGuard('x'.repeat(32_000))).toBe('x'.repeat(32_000));
    expect(truncateForGuard('x'.repeat(32_001))).toBe(
      `${'x'.repeat(32_000)}\n\n[truncated 1 chars]`,
    );
  });

  it('names the phase that blocked', () => {
    expect(blockedReply('input', 'a', 'b')).toBe('Blocked by input guard model. a; b');
    expect(blockedReply('output', '', '')).toBe('Blocked by output guard model.');
  });
});

describe("the bundled server's reader", () => {
  it('prefers unsafe to controversial to safe within the value', () => {
    expect(parseGuardLines('Safety: safe or unsafe or controversial')).toMatchObject({
      status: 'HARMFUL',
      safety_label: 'Unsafe',
    });
    expect(parseGuardLines('safety:   CONTROVERSIAL, safe')).toMatchObject({
      status: 'HARMLESS',
      safety_label: 'Controversial',
    });
    expect(parseGuardLines('Safety: not safe, harmful')).toMatchObject({
      status: 'HARMLESS',
      safety_label: 'Safe',
    });
  });

  it('reads the first line of each name, trimmed but as written, after leading blanks', () => {
    expect(
      parseGuardLines(
        '  \t Safety: Unsafe \n  Categories:  A b  \nCategory: C\nATTACKOVERLAY: X  ',
      ),
    ).toEqual({
      status: 'HARMFUL',
      safety_label: 'Unsafe',
      category: 'A b',
      attack_overlay: 'X',
    });
    expect(parseGuardLines('Categorys: a\nx Category: b')).toMatchObject({ category: 'none' });
  });

  it('lets white space after a name span lines, as the pattern upstream does', () => {
    expect(parseGuardLines('Category:\n\n  Safety: unsafe')).toMatchObject({
      status: 'HARMFUL',
      category: 'Safety: unsafe',
    });
    expect(parseGuardLines('Safety:\nharmful')).toMatchObject({ status: 'HARMFUL' });
  });

  it('ends a line at a line feed alone', () => {
    expect(parseGuardLines('x\rSafety: unsafe')).toMatchObject({ status: 'HARMLESS' });
    expect(parseGuardLines('Category: a\u2028b')).toMatchObject({ category: 'a\u2028b' });
  });

  it.each(['jailbreak', 'injection', 'harmful', 'malicious'])(
    'takes %s as a whole word for harm where no safety is named',
    (word) => {
      expect(parseGuardLines(`a ${word.toUpperCase()}!`)).toEqual({
        status: 'HARMFUL',
        safety_label: 'Unsafe',
        category: 'jailbreak',
        attack_overlay: 'none',
      });
      expect(parseGuardLines(`Category: x\n${word}`)).toMatchObject({
        status: 'HARMFUL',
        category: 'x',
      });
      for (const part of [`x_${word}`, `${word}s`, `é${word}`, `${word}9`]) {
        expect(parseGuardLines(part)).toMatchObject({ status: 'HARMLESS', safety_label: 'Safe' });
      }
    },
  );

  it('answers for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['HARMFUL', 'HARMLESS']).toContain(parseGuardLines(text).status);
        expect(extractGuardLabels(text).normalized.split('\n').length).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

describe("the runtime's reader", () => {
  it.each([
    ['Safe', 'HARMLESS'],
    ['Sensitive', 'SENSITIVE'],
    ['Unsafe', 'HARMFUL'],
    ['Controversial', 'CONTROVERSIAL'],
  ])('reads %s alone on its line', (label, status) => {
    expect(extractGuardLabels(`x\nSAFETY: ${label.toUpperCase()} \t\nz`)).toMatchObject({
      label,
      status,
    });
    expect(extractGuardLabels(` Safety: ${label}`)).toMatchObject({ label: 'Unknown' });
    expect(extractGuardLabels(`Safety: ${label}.`)).toMatchObject({
      label: 'Unknown',
      status: 'HARMLESS',
    });
  });

  it('reads only Category, keeps its case, and writes the overlay in lower case', () => {
    expect(extractGuardLabels('Categories: A\nCategory:  B c \nAttackOverlay: X Y ')).toEqual({
      label: 'Unknown',
      category: 'B c',
      overlay: 'x y',
      status: 'HARMLESS',
      normalized: 'Safety: unknown\nCategory: B c\nAttackOverlay: x y',
    });
    expect(extractGuardLabels('Category: NONE')).toMatchObject({
      category: 'none',
      overlay: 'none',
    });
    expect(extractGuardLabels(' Category: A\n AttackOverlay: X')).toMatchObject({
      category: 'none',
      overlay: 'none',
    });
  });
});

describe('tier probabilities', () => {
  const tokens = { safe: [0, 1], unsafe: [2], controversial: [3] };

  it('are 1 in sum, 0 to 1 each, and do not move with a constant', () => {
    const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), {
      minLength: 4,
      maxLength: 9,
    });
    fc.assert(
      fc.property(logits, fc.double({ min: -50, max: 50, noNaN: true }), (values, shift) => {
        const tiers = tierProbabilities(values, tokens);
        const moved = tierProbabilities(
          values.map((value) => value + shift),
          tokens,
        );

        expect(tiers.safe + tiers.unsafe + tiers.controversial).toBeCloseTo(1, 12);
        expect(Math.min(...Object.values(tiers))).toBeGreaterThanOrEqual(0);
        expect(moved.unsafe).toBeCloseTo(tiers.unsafe, 9);
      }),
    );
  });

  it('leave out what is no id of the vocabulary and are all zero without mass', () => {
    expect(tierProbabilities([0], { safe: [5], unsafe: [-1], controversial: [0.5] })).toEqual({
      safe: 0,
      unsafe: 0,
      controversial: 0,
    });
    expect(tierProbabilities([], tokens)).toEqual({ safe: 0, unsafe: 0, controversial: 0 });
    expect(tierProbabilities([-Infinity], tokens).safe).toBe(0);
    expect(tierProbabilities([0, -Infinity, 0], tokens)).toEqual({
      safe: 0.5,
      unsafe: 0.5,
      controversial: 0,
    });
  });

  it('count a repeated id as often as it is listed', () => {
    const { safe } = tierProbabilities([0, 0], { safe: [0, 0], unsafe: [1], controversial: [] });

    expect(safe).toBeCloseTo(2 / 3, 12);
  });

  it('refuse what is no number', () => {
    expect(() => tierProbabilities([0, NaN], tokens)).toThrow('logits[1] is NaN');
    expect(() => tierProbabilities([Infinity], tokens)).toThrow('logits[0] is Infinity');
  });

  it('name the largest tier, the first of equals', () => {
    expect(largestTier({ safe: 0.2, unsafe: 0.5, controversial: 0.3 })).toBe('unsafe');
    expect(largestTier({ safe: 0.4, unsafe: 0.2, controversial: 0.4 })).toBe('safe');
    expect(largestTier({ safe: 0, unsafe: 0.5, controversial: 0.5 })).toBe('unsafe');
  });
});
