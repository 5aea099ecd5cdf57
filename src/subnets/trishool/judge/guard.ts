import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import { classifyDecision, classifyFields } from '../scoring/guard-decision.ts';
import {
  type GuardGrounds,
  type GuardReply,
  extractGuardLabels,
  readGuardLines,
} from '../scoring/guard-lines.ts';
import { blockedReply } from '../scoring/guard-text.ts';
import { refusalIn } from '../scoring/judge-safeguards.ts';

// What a guard's reply means: three lines of text by both readers, or the service's JSON.

/** A guard writes 128 tokens at most; its readers look back over lines, so that length costs. */
const MOST_CHARACTERS = 8000;

const LinesInput = v.object({ text: v.pipe(v.string(), v.maxLength(MOST_CHARACTERS)) });

const GROUNDS: Readonly<Record<GuardGrounds, () => string>> = {
  unsafe: m.judge_trishool_grounds_unsafe,
  controversial: m.judge_trishool_grounds_controversial,
  safe: m.judge_trishool_grounds_safe,
  suspicious: m.judge_trishool_grounds_suspicious,
  nothing: m.judge_trishool_grounds_nothing,
};

/** Three lines of a guard, by the server's reader and the runtime's. @throws AppError `input.malformed` */
export function judgeGuard(value: unknown): Judgement {
  const { text } = parseAs(LinesInput, value, 'input.malformed');
  const { reply, grounds } = readGuardLines(text);
  const labels = extractGuardLabels(text);
  const isKnown = labels.label !== 'Unknown';
  const isAgreed = agree(text);
  return {
    score: {
      name: m.judge_trishool_status(),
      value: reply.status,
      label: 'exact',
      note: GROUNDS[grounds](),
    },
    findings: [
      {
        name: m.judge_trishool_agree(),
        value: isAgreed,
        state: isAgreed ? 'pass' : 'warn',
        rule: `${decisionOf(reply)} / ${decisionOf(labels)}`,
      },
      {
        name: m.judge_trishool_server_reader(),
        value: reply.status,
        label: 'exact',
        children: [
          { name: 'safety_label', value: reply.safety_label },
          { name: 'category', value: reply.category },
          { name: 'attack_overlay', value: reply.attack_overlay },
        ],
      },
      {
        name: m.judge_trishool_runtime_reader(),
        value: labels.status,
        label: 'exact',
        children: [
          {
            name: 'label',
            value: labels.label,
            state: isKnown ? 'pass' : 'warn',
            ...(isKnown ? {} : { note: m.judge_trishool_unknown_label() }),
          },
          { name: 'category', value: labels.category },
          { name: 'overlay', value: labels.overlay },
        ],
      },
    ],
    improvements:
      (isAgreed && isKnown) || !agree(rewritten(reply))
        ? []
        : [{ text: m.judge_trishool_fix_lines({ label: reply.safety_label }), gain: null }],
  };
}

/** The three lines as both readers take them, with what the server's reader found. */
function rewritten({ safety_label, category, attack_overlay }: GuardReply): string {
  return `Safety: ${safety_label}\nCategory: ${category}\nAttackOverlay: ${attack_overlay}`;
}

function agree(text: string): boolean {
  return decisionOf(readGuardLines(text).reply) === decisionOf(extractGuardLabels(text));
}

function decisionOf({ status }: { readonly status: string }): string {
  const decided = classifyDecision({ status });
  return 'error' in decided ? decided.error : decided.decision;
}

const ClassifyInput = v.object({
  reply: v.unknown(),
  phase: v.picklist(['input', 'output']),
});

/** The JSON of the classify service → allow or block. @throws AppError `input.malformed` */
export function judgeClassify(value: unknown): Judgement {
  const { reply, phase } = parseAs(ClassifyInput, value, 'input.malformed');
  const decided = classifyDecision(reply);
  const name = m.judge_trishool_decision();
  if ('error' in decided) {
    return {
      score: { name, value: null, label: 'exact', rule: decided.error },
      findings: [{ name: m.judge_trishool_readable(), value: false, state: 'fail' }],
      improvements: [{ text: m.judge_trishool_fix_classify(), gain: null }],
    };
  }
  const { decision, reason } = decided;
  const fields =
    typeof reply === 'object' && reply !== null
      ? classifyFields(reply)
      : { status: '', written: '', category: '', overlay: '' };
  return {
    score: { name, value: decision, label: 'exact' },
    findings: [
      { name: m.judge_trishool_reason(), value: reason ?? null, label: 'exact' },
      { name: 'status', value: fields.status || null, rule: m.judge_trishool_status_first() },
      { name: 'safety_label, risk_level', value: fields.written || null },
      ...(decision === 'block'
        ? [sentenceFinding(blockedReply(phase, fields.category, fields.overlay))]
        : []),
    ],
    improvements: [],
  };
}

/** What the agent answers in place of a blocked text, and whether the judge knows it. */
function sentenceFinding(sentence: string): Finding {
  return {
    name: m.judge_trishool_blocked(),
    label: 'from the specification',
    state: refusalIn(sentence) === null ? 'warn' : 'pass',
    rule: sentence,
    note: m.judge_trishool_blocked_note(),
  };
}
