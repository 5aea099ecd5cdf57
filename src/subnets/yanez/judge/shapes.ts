import * as v from 'valibot';
import { MAX_VARIATIONS } from '../task.ts';
import type { Answer } from '../scoring/answer.ts';
import { MAX_CHARACTERS, Text } from './query.ts';

// An answer as miners sent it: variations by name, each [name, date of birth, address].

const MAX_NAMES = 40;

/** Entries shorter than three texts are filled up with blanks, as the validator reads them. */
export const Variations = v.pipe(
  v.record(
    v.string(),
    v.pipe(v.array(v.pipe(v.array(Text), v.maxLength(3))), v.maxLength(MAX_VARIATIONS)),
  ),
  v.check((names) => Object.keys(names).length <= MAX_NAMES, `at most ${MAX_NAMES} names`),
  v.check(
    (names) => Object.values(names).flatMap(namesOf).join('').length <= MAX_CHARACTERS,
    `names of at most ${MAX_CHARACTERS} characters together`,
  ),
  v.transform((names) => new Map(Object.entries(names))),
);

function namesOf(list: readonly (readonly string[])[]): string[] {
  return list.map(([text = '']) => text);
}

export function answerOf(variations: v.InferOutput<typeof Variations>): Answer {
  return [...variations].map(
    ([name, list]) =>
      [
        name,
        list.map(([text = '', dob = '', address = '']) => ({ name: text, dob, address })),
      ] as const,
  );
}
