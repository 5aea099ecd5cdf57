import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';

// A history as somebody has it: JSON, or a table of text with a head line. Each row becomes an
// object whose keys are the names below; which kind of row it is follows from its keys.

const MAX_CHARACTERS = 4_000_000;
const MAX_ROWS = 20_000;

/** Names that other programs give the same column. */
const ALIASES: Readonly<Record<string, string>> = {
  day: 'date',
  return: 'log_return',
  pnl: 'realized_usd',
  pnl_usd: 'realized_usd',
  profit: 'realized_usd',
  realized_pnl: 'realized_usd',
  unrealized_pnl: 'unrealized_usd',
  closed_at: 'closed',
  close_time: 'closed',
  last_update_ms: 'end_ms',
  accum_ms: 'duration_ms',
  drawdown: 'mdd',
};
/** Columns of text; every other one holds numbers. */
const TEXT_COLUMNS: readonly string[] = ['date', 'closed'];
const SEPARATORS = ['\t', ';', ','] as const;

/**
 * Rows of a history: a JSON list of objects or of daily log returns, a ledger `{cps: [...]}`, a
 * table with a head line, or one daily log return a line.
 *
 * @throws AppError `input.malformed` with the line or the path of the fault
 */
export function readRows(text: string): Readonly<Record<string, unknown>>[] {
  if (text.length > MAX_CHARACTERS) {
    throw malformed(`${text.length} characters, at most ${MAX_CHARACTERS}`);
  }
  const trimmed = text.trim();
  const rows = /^[[{]/.test(trimmed) ? jsonRows(trimmed) : tableRows(trimmed);
  if (rows.length === 0) throw malformed('a row is needed');
  if (rows.length > MAX_ROWS) throw malformed(`${rows.length} rows, at most ${MAX_ROWS}`);
  return rows;
}

const Row = v.union([v.number(), v.record(v.string(), v.unknown())]);
const Rows = v.union([v.array(Row), v.object({ cps: v.array(Row) })]);

function jsonRows(text: string): Readonly<Record<string, unknown>>[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const parsed = v.safeParse(Rows, value);
  if (!parsed.success) throw malformed('a list of rows is needed, or {"cps": [...]}');
  const rows = Array.isArray(parsed.output) ? parsed.output : parsed.output.cps;
  return rows.map((row) => (typeof row === 'number' ? { log_return: row } : renamed(row)));
}

function renamed(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [nameOf(key), value]));
}

function nameOf(key: string): string {
  const name = key.trim().toLowerCase().replace(/[ -]/g, '_');
  return Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name;
}

function tableRows(text: string): Record<string, unknown>[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const [head = ''] = lines;
  if (head !== '' && Number.isFinite(Number(head))) {
    return lines.flatMap((line, i) => (line === '' ? [] : [{ log_return: numberAt(line, i) }]));
  }
  const separator = SEPARATORS.find((mark) => head.includes(mark)) ?? ',';
  const names = head.split(separator).map(nameOf);
  return lines.slice(1).flatMap((line, i) => {
    if (line === '') return [];
    const cells = line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const filled = names.flatMap((name, column) => {
      const cell = cells[column] ?? '';
      if (cell === '') return [];
      // A column that nobody asks for may hold anything.
      const value = TEXT_COLUMNS.includes(name) ? cell : (numberOr(cell) ?? cell);
      return [[name, value] as const];
    });
    return [{ ...Object.fromEntries(filled), line: i + 2 }];
  });
}

function numberAt(cell: string, index: number): number {
  const value = numberOr(cell);
  if (value !== null) return value;
  throw malformed(`line ${index + 1}: "${cell.slice(0, 40)}" is not a number`);
}

function numberOr(cell: string): number | null {
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** A fault of the field `history`. */
export function malformed(message: string): AppError {
  return new AppError('input.malformed', `history: ${message}`);
}
