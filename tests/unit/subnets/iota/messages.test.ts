import { describe, expect, it } from 'vitest';
import { Double, parsePythonJson } from '../../../../src/shared/python-json.ts';
import { messageToSign, requestBody } from '../../../../src/subnets/iota/scoring/epistula.ts';
import { parseInput, parseResult } from '../../../../src/subnets/iota/task.ts';

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
