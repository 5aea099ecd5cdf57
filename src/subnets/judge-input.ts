import { AppError } from '../shared/errors.ts';
import type { JudgeField } from './judge-page.ts';

// Between a form of texts and the input of a tool.

/** One field as it stands in the form. */
export interface JudgeEntry {
  readonly key: string;
  readonly kind: JudgeField['kind'];
  readonly text: string;
  readonly optional: boolean;
}

/**
 * The input that a form's texts stand for.
 *
 * @throws AppError `input.malformed`; the message begins with the field's key
 */
export function composeInput(entries: readonly JudgeEntry[]): Record<string, unknown> {
  return Object.fromEntries(
    entries
      .filter(({ text, optional }) => !optional || text.trim() !== '')
      .map((entry) => [entry.key, valueOf(entry)]),
  );
}

function valueOf({ key, kind, text }: JudgeEntry): unknown {
  switch (kind) {
    case 'number':
      return numberOf(key, text.trim());
    case 'flag':
      return text === 'true';
    case 'json':
      return jsonOf(key, text);
    case 'choice':
    case 'line':
    case 'text':
      return text;
  }
}

function numberOf(key: string, text: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new AppError(
    'input.malformed',
    text === '' ? `${key}: a number is needed` : `${key}: "${text.slice(0, 40)}" is not a number`,
  );
}

function jsonOf(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('input.malformed', `${key}: not JSON: ${reason}`, { cause });
  }
}

/** How a value of a tool's input stands in the form. */
export function entryText({ kind }: Pick<JudgeField, 'kind'>, value: unknown): string {
  if (value === undefined) return '';
  if (kind !== 'json') return typeof value === 'string' ? value : JSON.stringify(value);
  return layOut(value, '');
}

const WIDTH = 56;

/** JSON that breaks lines only where a value does not fit one. */
function layOut(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) {
    return flat;
  }
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => inner + layOut(item, inner))
    : Object.entries(value).map(
        ([name, item]) => `${inner}${JSON.stringify(name)}: ${layOut(item, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
