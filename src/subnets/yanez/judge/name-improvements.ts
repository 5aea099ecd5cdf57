import { m } from '../../../paraglide/messages.js';
import { splitWords } from '../../../shared/python-parse.ts';
import type { Improvement } from '../../judge-page.ts';
import { type NameQuery, type NameScore, scoreName } from '../scoring/name.ts';
import { ruleCandidates, tokenCandidates } from './candidates.ts';

// One variation left out, added or written anew, each tried by scoring the whole list again.

/** A change that adds less is no advice. */
const WORTH_SAYING = 1e-6;
/** Bound of the work: changes tried × characters². */
const EFFORT = 4_000_000;
const LEAST_TRIES = 8;
/** Tokens tried in the place of another, those in bands that lack something first. */
const TRIED_TOKENS = 10;
const CANDIDATES_PER_RULE = 2;
const ADDED_TOKENS = 6;

interface Change {
  readonly kind: 'drop' | 'rule' | 'add' | 'replace';
  readonly variations: readonly string[];
  readonly text: () => string;
}

interface Tried {
  readonly query: NameQuery;
  /** The list as it is. */
  readonly scored: NameScore;
}

/**
 * The best change of each kind, most gain first.
 *
 * @param name       lower case
 * @param variations lower case, in order of the answer
 */
export function nameImprovements(
  name: string,
  variations: readonly string[],
  { query, scored }: Tried,
): Improvement[] {
  const now = scored.final;
  const characters = variations.reduce((sum, text) => sum + text.length, name.length);
  const tries = Math.max(LEAST_TRIES, Math.floor(EFFORT / characters ** 2));
  const changes = thin(changesOf(name, variations, { query, scored }), tries);
  const best = new Map<Change['kind'], { readonly change: Change; readonly gain: number }>();
  for (const change of changes) {
    const gain = finalOf(name, change.variations, query) - now;
    if (gain > Math.max(WORTH_SAYING, best.get(change.kind)?.gain ?? 0)) {
      best.set(change.kind, { change, gain });
    }
  }
  return [...best.values()]
    .sort((a, b) => b.gain - a.gain)
    .map(({ change, gain }) => ({ text: change.text(), gain }));
}

function finalOf(name: string, variations: readonly string[], query: NameQuery): number {
  const outcome = scoreName(name, variations, query);
  return 'graded' in outcome ? outcome.graded.final : 0;
}

/** Evenly spread changes, no more than `most`. */
function thin(changes: readonly Change[], most: number): readonly Change[] {
  const stride = Math.max(1, changes.length / most);
  return changes.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
}

function changesOf(
  name: string,
  variations: readonly string[],
  { query, scored }: Tried,
): Change[] {
  const tokens = splitWords(name);
  const ends = tokens.length < 2 ? [name] : [tokens[0] ?? '', tokens.at(-1) ?? ''];
  const candidates = ends.map((token, i) =>
    tokenCandidates(
      token,
      query.weights(token),
      i === 0 ? scored.firstPart : scored.lastPart,
    ).slice(0, TRIED_TOKENS),
  );
  const has = new Set(variations);
  const drops = [...has].map((gone): Change => ({
    kind: 'drop',
    variations: variations.toSpliced(variations.indexOf(gone), 1),
    text: () => m.judge_yanez_drop({ variation: gone }),
  }));
  const added = addedNames(candidates).map((made): Change => ({
    kind: 'add',
    variations: [...variations, made],
    text: () => m.judge_yanez_add({ variation: made }),
  }));
  const replaced = variations.flatMap((old, i) =>
    withOtherToken(old, candidates)
      .filter((made) => !has.has(made))
      .map((made): Change => ({
        kind: 'replace',
        variations: variations.with(i, made),
        text: () => m.judge_yanez_replace({ old, made }),
      })),
  );
  return [...drops, ...ruleChanges(name, variations, query), ...added, ...replaced];
}

/** First tokens with last ones, those of a kind side by side first. */
function addedNames(candidates: readonly (readonly string[])[]): string[] {
  const [firsts = [], lasts] = candidates.map((list) => list.slice(0, ADDED_TOKENS));
  if (!lasts) return [...firsts];
  return firsts.flatMap((first) => lasts.map((last) => `${first} ${last}`));
}

/** A variation with its first or last token written anew. */
function withOtherToken(
  variation: string,
  candidates: readonly (readonly string[])[],
): readonly string[] {
  const [firsts = [], lasts = []] = candidates;
  if (candidates.length === 1) return firsts;
  const words = splitWords(variation);
  if (words.length < 2) return [];
  return [
    ...firsts.map((first) => [first, ...words.slice(1)].join(' ')),
    ...lasts.map((last) => [...words.slice(0, -1), last].join(' ')),
  ];
}

/** What follows a rule asked for, added or in the place of each variation that follows none. */
function ruleChanges(name: string, variations: readonly string[], query: NameQuery): Change[] {
  if (query.orthographic === null) return [];
  const has = new Set(variations);
  return [...new Set(query.ruleBlock?.rules)].flatMap((rule) =>
    ruleCandidates(rule, name)
      .filter((made) => !has.has(made))
      .slice(0, CANDIDATES_PER_RULE)
      .flatMap((made): Change[] => [
        {
          kind: 'rule',
          variations: [...variations, made],
          text: () => m.judge_yanez_add_rule({ variation: made, rule }),
        },
        ...variations.map((old, i): Change => ({
          kind: 'rule',
          variations: variations.with(i, made),
          text: () => m.judge_yanez_replace_rule({ old, made, rule }),
        })),
      ]),
  );
}
