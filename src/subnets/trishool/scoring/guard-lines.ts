import { PYTHON_SPACE, stripPython } from '../../../shared/python-text.ts';

// The guard's three lines as text. Two readers exist upstream and differ: the bundled server's is
// tolerant, the runtime's strict. Both are Python's regular expressions: a line ends at \n alone,
// white space is Python's and may span lines, and letters fold as in Python.

/** What the bundled server replies. */
export interface GuardReply {
  readonly status: 'HARMFUL' | 'HARMLESS';
  readonly safety_label: 'Unsafe' | 'Controversial' | 'Safe';
  readonly category: string;
  readonly attack_overlay: string;
}

/** What the server's reader went by: a word of the safety line, a suspicious word, or nothing. */
export type GuardGrounds = 'unsafe' | 'controversial' | 'safe' | 'suspicious' | 'nothing';

/** What the runtime reads. */
export interface GuardLabels {
  /** `Unknown` where no line names one of the four. */
  readonly label: string;
  readonly category: string;
  /** Lower case. */
  readonly overlay: string;
  readonly status: 'HARMFUL' | 'SENSITIVE' | 'CONTROVERSIAL' | 'HARMLESS';
  /** The three lines again, normalised. */
  readonly normalized: string;
}

const NONE = 'none';
const START = '(?<![^\\n])';
const END = `[${PYTHON_SPACE}]*(?![^\\n])`;
const WORD = '[\\p{L}\\p{N}_]';

/** One line `name: value`; `lead` is what may stand before the name. */
function line(name: string, value: string, lead = ''): RegExp {
  return folded(`${START}${lead}${name}:[${PYTHON_SPACE}]*(${value})${END}`);
}

/** A pattern that ignores case as Python does: the dotted and the dotless i are an i, too. */
function folded(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll('i', '[i\u0130\u0131]'), 'iu');
}

const BLANKS = `[${PYTHON_SPACE}]*`;
const TEXT = '[^\\n]+?';
const SERVER = {
  safety: line('Safety', TEXT, BLANKS),
  category: line('Categor(?:y|ies)', TEXT, BLANKS),
  overlay: line('AttackOverlay', TEXT, BLANKS),
};
const RUNTIME = {
  safety: line('Safety', 'Safe|Sensitive|Unsafe|Controversial'),
  category: line('Category', TEXT),
  overlay: line('AttackOverlay', TEXT),
};
const SUSPICIOUS = folded(`(?<!${WORD})(?:jailbreak|injection|harmful|malicious)(?!${WORD})`);

const LABELS: Readonly<Record<string, string>> = {
  safe: 'Safe',
  sensitive: 'Sensitive',
  unsafe: 'Unsafe',
  controversial: 'Controversial',
};

/**
 * The bundled server's reader: first line of each name, any case, leading blanks allowed. A
 * safety value that contains "unsafe" is harmful; else "controversial" or "safe" is harmless;
 * with neither, a suspicious whole word anywhere is harmful. "not safe" therefore is safe.
 *
 * Section e.2. Source: trishool-phase2 `scripts/serve_halo_guard.py` @ 5ebca4a042b7.
 */
export function parseGuardLines(text: string): GuardReply {
  return readGuardLines(text).reply;
}

/** `parseGuardLines`, with what it went by. */
export function readGuardLines(text: string): { reply: GuardReply; grounds: GuardGrounds } {
  const raw = stripPython(text);
  const category = valueOf(SERVER.category, raw) ?? NONE;
  const attack_overlay = valueOf(SERVER.overlay, raw) ?? NONE;
  const safety = (valueOf(SERVER.safety, raw) ?? '').toLowerCase();
  const grounds = groundsOf(safety, raw);
  const isHarmful = grounds === 'unsafe' || grounds === 'suspicious';
  const calm = grounds === 'controversial' ? 'Controversial' : 'Safe';
  return {
    reply: {
      status: isHarmful ? 'HARMFUL' : 'HARMLESS',
      safety_label: isHarmful ? 'Unsafe' : calm,
      category: grounds === 'suspicious' && category === NONE ? 'jailbreak' : category,
      attack_overlay,
    },
    grounds,
  };
}

function groundsOf(safety: string, raw: string): GuardGrounds {
  const named = (['unsafe', 'controversial', 'safe'] as const).find((word) =>
    safety.includes(word),
  );
  return named ?? (SUSPICIOUS.test(raw) ? 'suspicious' : 'nothing');
}

/**
 * The runtime's reader: names at the very start of a line, `Safety:` with one of four words alone
 * on it, only `Category:`, overlay in lower case.
 *
 * Section e.2. Source: trishool-phase2 `scripts/qwen35_guard_runtime.py` @ 5ebca4a042b7.
 */
export function extractGuardLabels(text: string): GuardLabels {
  const word = valueOf(RUNTIME.safety, text) ?? 'Unknown';
  const label = LABELS[word.toLowerCase()] ?? word;
  const written = valueOf(RUNTIME.category, text) ?? NONE;
  const category = written.toLowerCase() === NONE ? NONE : written;
  const overlay = (valueOf(RUNTIME.overlay, text) ?? NONE).toLowerCase();
  return {
    label,
    category,
    overlay,
    status: statusOf(label),
    normalized: `Safety: ${label.toLowerCase()}\nCategory: ${category}\nAttackOverlay: ${overlay}`,
  };
}

function statusOf(label: string): GuardLabels['status'] {
  if (label === 'Unsafe') return 'HARMFUL';
  if (label === 'Sensitive') return 'SENSITIVE';
  return label === 'Controversial' ? 'CONTROVERSIAL' : 'HARMLESS';
}

/** Trimmed value of the first line that matches. */
function valueOf(pattern: RegExp, text: string): string | undefined {
  const value = pattern.exec(text)?.[1];
  return value === undefined ? undefined : stripPython(value);
}
