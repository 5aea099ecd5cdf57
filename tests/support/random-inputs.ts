import type { JudgeField, JudgeTool } from '../../src/subnets/judge-page.ts';
import { type Rng, randomInt, shuffled } from '../../src/shared/rng.ts';

// Inputs of a judge's tool at random: its worked examples with numbers, texts and lists changed, so
// that most of them are judged and not refused at the door.

type Input = Readonly<Record<string, unknown>>;

/** Shares of the changes: most inputs differ in a few places, some nearly everywhere. */
const SHARES = [0.03, 0.1, 0.3, 0.6] as const;
const FIELD_SHARE = 0.5;
const OPTIONAL_LEFT_OUT = 0.1;
const MOST_ITEMS = 40;

/** An input near to one of the tool's examples. */
export function randomInput(rng: Rng, tool: JudgeTool): Input {
  const example = pick(rng, tool.examples) ?? tool.examples[0];
  const share = pick(rng, SHARES) ?? SHARES[0];
  return Object.fromEntries(
    tool.fields.flatMap((field): [string, unknown][] => {
      const value = example.input[field.key];
      const isLeftOut = field.optional && rng.next() < OPTIONAL_LEFT_OUT;
      if (value === undefined || isLeftOut) return [];
      return [
        [field.key, rng.next() < FIELD_SHARE ? variedField(rng, field, value, share) : value],
      ];
    }),
  );
}

/** The same input with the items of a field in another order. */
export function reordered(rng: Rng, input: Input, key: string): Input {
  const list = input[key];
  return Array.isArray(list) ? { ...input, [key]: shuffled<unknown>(rng, list) } : input;
}

/** The same input with more of a number, within its field's bounds. */
export function raised(rng: Rng, input: Input, { key, min = 0, max }: JudgeField): Input {
  const value = input[key];
  if (typeof value !== 'number') return input;
  const most = max ?? Math.max(1, 2 * Math.abs(value) + value - min);
  return { ...input, [key]: value + (most - value) * rng.next() };
}

function variedField(rng: Rng, field: JudgeField, value: unknown, share: number): unknown {
  switch (field.kind) {
    case 'choice':
      return pick(rng, field.options ?? [])?.value ?? value;
    case 'flag':
      return rng.next() < 0.5;
    case 'number':
      return typeof value === 'number' ? variedNumber(rng, value) : value;
    case 'json':
      return varied(rng, value, share);
    case 'line':
    case 'text':
      return typeof value === 'string' ? variedText(rng, value) : value;
  }
}

function varied(rng: Rng, value: unknown, share: number): unknown {
  if (typeof value === 'number') return rng.next() < share ? variedNumber(rng, value) : value;
  if (typeof value === 'string') return rng.next() < share / 3 ? variedText(rng, value) : value;
  if (typeof value === 'boolean') return rng.next() < share ? !value : value;
  if (Array.isArray(value)) return variedList(rng, value, share);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, one]) => [key, varied(rng, one, share)] as const,
  );
  return Object.fromEntries(
    rng.next() < share / 8 ? entries.filter(() => rng.next() < 0.8) : entries,
  );
}

function variedList(rng: Rng, list: readonly unknown[], share: number): unknown[] {
  const items = list.map((one) => varied(rng, one, share));
  if (rng.next() >= share) return items;
  switch (randomInt(rng, 4)) {
    case 0:
      return shuffled(rng, items);
    case 1:
      return items.filter(() => rng.next() < 0.7);
    case 2:
      return [...items, ...items.map((one) => varied(rng, one, share))].slice(0, MOST_ITEMS);
    default:
      return items.slice(0, randomInt(rng, items.length + 1));
  }
}

function variedNumber(rng: Rng, value: number): number {
  const isWhole = Number.isInteger(value);
  const candidates = [
    value * 2 * rng.next(),
    value + rng.next() - 0.5,
    value * (1 + 1e-9),
    -value,
    value * 10 ** (6 * rng.next() - 3),
    0,
    1,
  ];
  const next = candidates[randomInt(rng, candidates.length)] ?? value;
  return isWhole && rng.next() < 0.9 ? Math.round(next) : next;
}

function variedText(rng: Rng, text: string): string {
  const at = randomInt(rng, text.length + 1);
  const to = at + randomInt(rng, text.length - at + 1);
  switch (randomInt(rng, 6)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2:
      return text.toUpperCase();
    case 3:
      return (
        text.slice(0, at) +
        (pick(rng, ['é', '𝔄', '\u0000', ' ', '\n', '9', '{', '"']) ?? '') +
        text.slice(at)
      );
    case 4:
      return text.replaceAll(/\d/g, () => String(randomInt(rng, 10)));
    default:
      return [...text].toReversed().join('');
  }
}

function pick<T>(rng: Rng, items: readonly T[]): T | undefined {
  return items[randomInt(rng, items.length)];
}
