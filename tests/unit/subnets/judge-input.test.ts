import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JudgeEntry, composeInput, entryText } from '../../../src/subnets/judge-input.ts';

const entry = (kind: JudgeEntry['kind'], text: string, optional = false): JudgeEntry => ({
  key: 'field',
  kind,
  text,
  optional,
});

describe('composing an input from a form', () => {
  test('takes each kind as it is written', () => {
    expect(composeInput([entry('number', ' 1e-9 ')])).toEqual({ field: 1e-9 });
    expect(composeInput([entry('flag', 'true')])).toEqual({ field: true });
    expect(composeInput([entry('flag', '')])).toEqual({ field: false });
    expect(composeInput([entry('json', '[1, {"a": null}]')])).toEqual({ field: [1, { a: null }] });
    expect(composeInput([entry('text', '12')])).toEqual({ field: '12' });
  });

  test('leaves out an empty field only where it may be left out', () => {
    expect(composeInput([entry('number', '', true)])).toEqual({});
    expect(() => composeInput([entry('number', '')])).toThrow('field: a number is needed');
  });

  test('names the field whose text is no number or no JSON', () => {
    expect(() => composeInput([entry('number', 'twelve')])).toThrow(/^field: "twelve"/);
    expect(() => composeInput([entry('number', 'Infinity')])).toThrow(/^field: /);
    expect(() => composeInput([entry('json', '{"a": }')])).toThrow(/^field: not JSON: /);
  });
});

test('a value of an input survives the form', () => {
  assert(
    property(jsonValue(), (value) => {
      const text = entryText({ kind: 'json' }, value);

      expect(composeInput([entry('json', text)])['field']).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

test('JSON breaks lines only where a value does not fit one', () => {
  expect(entryText({ kind: 'json' }, [1, 2, 3])).toBe('[1,2,3]');
  expect(entryText({ kind: 'json' }, { long: 'x'.repeat(90) })).toBe(
    `{\n  "long": "${'x'.repeat(90)}"\n}`,
  );
});
