import { PYTHON_SPACE, stripPython } from '../../../shared/python-text.ts';
import { shuffled } from '../../../shared/rng.ts';
import type { Rng } from '../../../shared/rng.ts';

// What the validator does to a tag before it embeds it. Section e.2.

const LENGTH = { min: 3, max: 64 } as const;
/** From this many distinct tags on, so many are drawn at random. */
const MAX_TAGS = 20;
const CUT = 50;

const SPACE_RUN_OR_SIGN = new RegExp(`[${PYTHON_SPACE}]{2,}|[^a-zA-Z0-9${PYTHON_SPACE}]`, 'gu');
const MORE_SPACE = new RegExp(`([${PYTHON_SPACE}])[${PYTHON_SPACE}]+`, 'gu');

/**
 * A tag of letters, digits and white space: runs of white space and every other character become
 * one space, white space after white space goes, lower case, trimmed. Accents are lost (`naïve`
 * gives `na ve`); a single tab or line end inside survives.
 *
 * Source: ReadyAI `Utils.py` @ 12981da, section e.2.
 */
export function cleanTag(text: string): string {
  return stripPython(text.replace(SPACE_RUN_OR_SIGN, ' ').replace(MORE_SPACE, '$1').toLowerCase());
}

/** Whether a cleaned tag is kept: 3 to 64 characters. */
export function isKept(tag: string): boolean {
  return tag.length >= LENGTH.min && tag.length <= LENGTH.max;
}

/** Distinct cleaned tags that are kept, in the order of their first appearance. */
export function cleanTagSet(tags: readonly string[]): string[] {
  return [...new Set(tags.map(cleanTag).filter(isKept))];
}

/**
 * The list that goes to the judge of good keywords: of 20 or more tags, 20 at random, each cut to
 * 50 characters. Cutting can make two tags equal; the source keeps both.
 */
export function submittedTags(tags: readonly string[], rng: Rng): string[] {
  const distinct = cleanTagSet(tags);
  const drawn = distinct.length >= MAX_TAGS ? shuffled(rng, distinct).slice(0, MAX_TAGS) : distinct;
  return drawn.map((tag) => tag.slice(0, CUT));
}

/**
 * What survives of the judge's answer: cleaned, distinct, and only what stands literally in the
 * comma-joined list it was given (so a part of a tag passes, as in the source).
 */
export function keepSubmitted(judged: readonly string[], submitted: readonly string[]): string[] {
  const given = submitted.join(',');
  return cleanTagSet(judged).filter((tag) => given.includes(tag));
}
