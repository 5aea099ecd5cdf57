import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalName,
  COMPONENTS,
  componentOf,
  FRAGMENT_COUNT,
  fragmentOfStep,
  planFragments,
} from '../../../../../src/subnets/quasar/scoring/fragments.ts';

describe('names of tensors', () => {
  it('lose one leading module, every wrapper and empty parts', () => {
    expect(canonicalName('module.module.x')).toBe('module.x');
    expect(canonicalName('..module.a._fsdp_wrapped_module..b.module')).toBe('a.b.module');
    expect(canonicalName('_fsdp_wrapped_module.module.x')).toBe('module.x');
    expect(canonicalName('')).toBe('');
  });

  it.each([
    ['Tok_Embeddings.norm', 'embedding'],
    ['wte', 'embedding'],
    ['embed.router', 'embedding'],
    ['router.expert', 'router'],
    ['mlp.gate_proj', 'router'],
    ['gate.weight', 'router'],
    ['gate_proj', 'other'],
    ['moe.norm', 'expert'],
    ['expert1', 'expert'],
    ['ln_1.attn', 'norm'],
    ['layernorm', 'norm'],
    ['attn', 'attention'],
    ['self_attention', 'attention'],
    ['raven', 'attention'],
    ['gla.q', 'attention'],
    ['mlp.up', 'other'],
  ])('name the component: %s is %s', (name, component) => {
    expect(componentOf(name)).toBe(component);
    expect(COMPONENTS).toContain(component);
  });
});

describe('the plan of fragments', () => {
  it('has 24 unless it is told otherwise, and one at least', () => {
    expect(FRAGMENT_COUNT).toBe(24);
    expect(planFragments([])).toHaveLength(24);
    expect(planFragments([{ name: 'a', bytes: 1 }], 0)).toEqual([{ names: ['a'], bytes: 1 }]);
    expect(planFragments([], -3)).toHaveLength(1);
    expect(planFragments([], 2.9)).toHaveLength(2);
  });

  it('gives the largest tensor to the smallest fragment, the first of equals', () => {
    const tensors = [
      { name: 'c', bytes: 10 },
      { name: 'b', bytes: 10 },
      { name: 'a', bytes: 20 },
      { name: 'd', bytes: 5 },
    ];

    expect(planFragments(tensors, 2)).toEqual([
      { names: ['a', 'd'], bytes: 25 },
      { names: ['b', 'c'], bytes: 20 },
    ]);
  });

  it('leaves out empty tensors and counts a canonical name once', () => {
    const tensors = [
      { name: 'module.a', bytes: 4 },
      { name: 'a', bytes: 4 },
      { name: 'z', bytes: 0 },
      { name: 'y', bytes: -1 },
      { name: 'b', bytes: 1 },
    ];

    expect(planFragments(tensors, 1)).toEqual([{ names: ['a', 'b'], bytes: 5 }]);
  });

  it('loses no tensor, sorts names, and does not care for the order it is given', () => {
    const tensors = fc.uniqueArray(
      fc.record({
        name: fc.string({ minLength: 1 }).filter((s) => !/[.]|module/.test(s)),
        bytes: fc.nat(1000).map((n) => n + 1),
      }),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(tensors, fc.integer({ min: 1, max: 9 }), (list, count) => {
        const plan = planFragments(list, count);

        expect(plan).toEqual(planFragments(list.toReversed(), count));
        expect(plan.flatMap(({ names }) => names)).toHaveLength(list.length);
        expect(plan.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
          list.reduce((sum, { bytes }) => sum + bytes, 0),
        );
      }),
    );
  });

  it('asks for fragment after fragment', () => {
    expect([0, 23, 24, 49].map((step) => fragmentOfStep(step))).toEqual([0, 23, 0, 1]);
    expect(fragmentOfStep(7, 5)).toBe(2);
    expect(fragmentOfStep(-1, 5)).toBe(4);
  });
});
