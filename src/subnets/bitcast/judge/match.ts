import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import {
  type Candidate,
  type LexicalParts,
  type MatchReason,
  TOKEN_SHARE,
  TRIGRAM_SHARE,
  WINNER_FLOOR,
  WINNER_LEAD,
  chooseMatch,
  compareTexts,
  tokensOf,
} from '../scoring/draft-matcher.ts';
import { MAX_DRAFT } from '../task.ts';

// Whose draft a tweet shows, with the score of each part.

const MAX_DRAFTS = 20;
/** Missing words that are put back on trial. */
const TRIED_WORDS = 4;
/** Words that are drawn. */
const DRAWN_WORDS = 400;
const WORTH_SAYING = 1e-9;

const Text = v.pipe(v.string(), v.maxLength(MAX_DRAFT));

const Input = v.object({
  tweet: Text,
  draft: Text,
  public_text: v.optional(v.pipe(v.string(), v.maxLength(40_000)), ''),
  others: v.optional(v.pipe(v.array(Text), v.maxLength(MAX_DRAFTS)), []),
});
type Input = v.InferOutput<typeof Input>;

const REASONS: Readonly<Record<MatchReason, () => string>> = {
  accepted: m.judge_bitcast_reason_accepted,
  claim_not_active: m.judge_bitcast_reason_no_claim,
  ambiguous_match: m.judge_bitcast_reason_ambiguous,
  score_below_floor: m.judge_bitcast_reason_floor,
};

/** @throws AppError `input.malformed` */
export function judgeMatch(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const known = new Set(tokensOf(input.public_text));
  const candidates = [input.draft, ...input.others].map((draft, i): Candidate => {
    return { hotkey: `draft ${i + 1}`, claimId: String(i), draft };
  });
  const parts = candidates.map(({ draft }) => compareTexts(draft, input.tweet, known));
  const [mine, ...rest] = parts;
  const match = chooseMatch(input.tweet, candidates, input.public_text);
  const isMine = match.winner?.claimId === '0';
  const best = rest.reduce((most, { score }) => Math.max(most, score), 0);
  const score = mine?.score ?? 0;
  return {
    score: {
      name: m.judge_bitcast_match(),
      value: score,
      label: 'exact',
      note: isMine
        ? m.judge_bitcast_yours()
        : match.winner
          ? m.judge_bitcast_other_wins()
          : REASONS[match.reason](),
    },
    findings: [
      ...(mine ? [partsFinding(mine)] : []),
      {
        name: m.judge_bitcast_floor(),
        value: score,
        state: score < WINNER_FLOOR ? 'fail' : 'pass',
        rule: `≥ ${WINNER_FLOOR}`,
      },
      {
        name: m.judge_bitcast_margin(),
        value: score - best,
        state: score - best < WINNER_LEAD ? 'fail' : 'pass',
        rule: `≥ ${WINNER_LEAD}`,
      },
    ],
    improvements: matchImprovements(input, known, score),
    ...(candidates.length > 1
      ? {
          tables: [
            {
              caption: m.judge_bitcast_all_drafts(),
              columns: [
                { label: m.judge_bitcast_draft() },
                { label: m.judge_bitcast_match(), numeric: true },
                { label: m.judge_bitcast_dice(), numeric: true },
                { label: m.judge_bitcast_jaccard(), numeric: true },
              ],
              rows: candidates.map(({ draft }, i) => {
                const one = parts[i];
                return [draft.slice(0, 60), one?.score ?? 0, one?.dice ?? 0, one?.jaccard ?? 0];
              }),
            },
          ],
        }
      : {}),
    drawing: wordsDrawing(input, known),
  };
}

function partsFinding(parts: LexicalParts): Finding {
  const term = (name: string, share: number, value: number, note: string): Finding => ({
    name,
    value,
    rule: `${share} × ${value.toFixed(4)} = ${(share * value).toFixed(4)}`,
    note,
  });
  return {
    name: m.judge_bitcast_match(),
    value: parts.score,
    children: [
      term(
        m.judge_bitcast_dice(),
        TRIGRAM_SHARE,
        parts.dice,
        m.judge_bitcast_dice_note({ shared: parts.sharedGrams, all: parts.grams }),
      ),
      term(
        m.judge_bitcast_jaccard(),
        TOKEN_SHARE,
        parts.jaccard,
        m.judge_bitcast_jaccard_note({ shared: parts.sharedTokens, all: parts.unionTokens }),
      ),
    ],
  };
}

/** Words of the draft that the tweet lacks, put back one by one; then the draft as it is. */
function matchImprovements(
  { draft, tweet }: Input,
  known: ReadonlySet<string>,
  now: number,
): Judgement['improvements'] {
  const used = new Set(tokensOf(tweet));
  const missing = [...new Set(tokensOf(draft))].filter(
    (word) => !used.has(word) && !known.has(word),
  );
  const words = missing
    .slice(0, TRIED_WORDS * 4)
    .map((word) => ({
      text: m.judge_bitcast_put_back({ word: word.slice(0, 60) }),
      gain: compareTexts(draft, `${tweet} ${word}`, known).score - now,
    }))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, TRIED_WORDS);
  const same = compareTexts(draft, draft, known).score - now;
  return [...words, { text: m.judge_bitcast_word_for_word(), gain: same }].filter(
    ({ gain }) => gain > WORTH_SAYING,
  );
}

function wordsDrawing({ draft, tweet }: Input, known: ReadonlySet<string>) {
  const marked = (text: string, other: string) => {
    const theirs = new Set(tokensOf(other));
    return tokensOf(text)
      .slice(0, DRAWN_WORDS)
      .map((word) => ({
        word,
        mark: known.has(word) ? 'public' : theirs.has(word) ? 'shared' : 'own',
      }));
  };
  return { kind: 'words', draft: marked(draft, tweet), tweet: marked(tweet, draft) };
}
