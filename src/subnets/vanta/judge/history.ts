import * as v from 'valibot';
import { describeIssue } from '../../../protocol/parse.ts';
import { CHECKPOINT_MS, type Checkpoint, DAY_MS } from '../scoring/ledger.ts';
import { malformed, readRows } from './rows.ts';

// From days, trades or checkpoints to the ledger that a validator would keep.

/** Ten years: longer ones would only make the page slow. */
const MAX_DAYS = 3_660;
/** Most that the equity may move in log, so that every number stays a number. */
const MAX_LOG = 50;

const Usd = v.pipe(v.number(), v.minValue(-1e12), v.maxValue(1e12));
const LogReturn = v.pipe(v.number(), v.minValue(-5), v.maxValue(5));
const Moment = v.union([v.string(), v.number()]);
const Mdd = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const Day = v.object({
  date: v.optional(Moment),
  log_return: LogReturn,
  realized_usd: v.optional(Usd),
  unrealized_usd: v.optional(Usd, 0),
  mdd: v.optional(Mdd),
});
const Trade = v.object({ closed: Moment, realized_usd: Usd });
const LedgerRow = v.object({
  end_ms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e14)),
  duration_ms: v.optional(v.pipe(v.number(), v.minValue(0)), CHECKPOINT_MS),
  gain: v.pipe(LogReturn, v.minValue(0)),
  loss: v.pipe(LogReturn, v.maxValue(0)),
  mdd: v.optional(Mdd, 1),
  realized_usd: v.optional(Usd, 0),
  unrealized_usd: v.optional(Usd, 0),
});

export interface History {
  readonly kind: 'days' | 'trades' | 'checkpoints';
  readonly checkpoints: readonly Checkpoint[];
  /** Whether the drawdown was worked out here, from the curve of days or trades alone. */
  readonly isDrawdownDerived: boolean;
  /** Whether days have dates, or only an order. */
  readonly isDated: boolean;
}

/**
 * Reads a history.
 *
 * @param accountUsd what the PnL of trades is a share of, and what days without a PnL are worked out from
 * @throws AppError `input.malformed` with the row and the rule
 */
export function readHistory(text: string, accountUsd: number): History {
  const rows = readRows(text);
  const [first = {}] = rows;
  const history = Object.hasOwn(first, 'end_ms')
    ? fromLedger(parseRows(LedgerRow, rows))
    : Object.hasOwn(first, 'closed')
      ? fromTrades(parseRows(Trade, rows), accountUsd)
      : fromDays(parseRows(Day, rows), accountUsd);
  let sum = 0;
  for (const { gain, loss } of history.checkpoints) {
    sum += gain + loss;
    if (Math.abs(sum) > MAX_LOG) throw malformed('the returns add up to more than any account');
  }
  return history;
}

function parseRows<Schema extends v.GenericSchema>(
  schema: Schema,
  rows: readonly Readonly<Record<string, unknown>>[],
): v.InferOutput<Schema>[] {
  return rows.map((row, i) => {
    const parsed = v.safeParse(schema, row);
    if (parsed.success) return parsed.output;
    const place = typeof row.line === 'number' ? `line ${row.line}` : `row ${i + 1}`;
    throw malformed(`${place}: ${describeIssue(parsed.issues[0])}`);
  });
}

function fromLedger(rows: readonly v.InferOutput<typeof LedgerRow>[]): History {
  const checkpoints = rows
    .map((row) => ({
      endMs: row.end_ms,
      durationMs: row.duration_ms,
      gain: row.gain,
      loss: row.loss,
      mdd: row.mdd,
      realizedUsd: row.realized_usd,
      unrealizedUsd: row.unrealized_usd,
    }))
    .sort((a, b) => a.endMs - b.endMs);
  return { kind: 'checkpoints', checkpoints, isDrawdownDerived: false, isDated: true };
}

function fromDays(rows: readonly v.InferOutput<typeof Day>[], accountUsd: number): History {
  if (rows.length > MAX_DAYS) throw malformed(`${rows.length} days, at most ${MAX_DAYS}`);
  const isDated = rows.every(({ date }) => date !== undefined);
  const days = rows
    .map((row, i) => ({ row, day: isDated ? dayOf(row.date ?? '', i) : i }))
    .sort((a, b) => a.day - b.day);
  const repeated = days.find(({ day }, i) => day === days[i - 1]?.day);
  if (repeated) throw malformed(`${String(repeated.row.date)} stands there twice`);
  const isDrawdownDerived = rows.some(({ mdd }) => mdd === undefined);
  const checkpoints = days.flatMap(({ row, day }) =>
    dayCheckpoints(day, {
      logReturn: row.log_return,
      mdd: row.mdd ?? 1,
      realizedUsd: row.realized_usd ?? accountUsd * Math.expm1(row.log_return),
      unrealizedUsd: row.unrealized_usd,
    }),
  );
  return {
    kind: 'days',
    checkpoints: isDrawdownDerived ? withDerivedDrawdown(checkpoints) : checkpoints,
    isDrawdownDerived,
    isDated,
  };
}

/** The two checkpoints of a day of which only the whole is known. */
function dayCheckpoints(
  day: number,
  known: {
    readonly logReturn: number;
    readonly mdd: number;
    readonly realizedUsd: number;
    readonly unrealizedUsd: number;
  },
): [Checkpoint, Checkpoint] {
  const start = day * DAY_MS;
  const { mdd, unrealizedUsd } = known;
  const shared = { durationMs: CHECKPOINT_MS, mdd, unrealizedUsd };
  return [
    {
      ...shared,
      endMs: start + CHECKPOINT_MS,
      gain: Math.max(known.logReturn, 0),
      loss: Math.min(known.logReturn, 0),
      realizedUsd: known.realizedUsd,
    },
    { ...shared, endMs: start + DAY_MS, gain: 0, loss: 0, realizedUsd: 0 },
  ];
}

/** Value over peak after each checkpoint; the peak starts at the account as it was opened. */
function withDerivedDrawdown(checkpoints: readonly Checkpoint[]): Checkpoint[] {
  let [sum, peak] = [0, 0];
  return checkpoints.map((checkpoint) => {
    sum += checkpoint.gain + checkpoint.loss;
    peak = Math.max(peak, sum);
    return { ...checkpoint, mdd: Math.exp(sum - peak) };
  });
}

function fromTrades(rows: readonly v.InferOutput<typeof Trade>[], accountUsd: number): History {
  const trades = rows
    .map((row, i) => ({ ...row, ms: momentOf(row.closed, i) }))
    .sort((a, b) => a.ms - b.ms);
  const firstDay = Math.floor((trades[0]?.ms ?? 0) / DAY_MS);
  const days = Math.floor((trades.at(-1)?.ms ?? 0) / DAY_MS) - firstDay + 1;
  if (days > MAX_DAYS) throw malformed(`${days} days from first to last, at most ${MAX_DAYS}`);
  const empty = { gain: 0, loss: 0, mdd: 1, realizedUsd: 0, unrealizedUsd: 0 };
  const checkpoints = Array.from({ length: days * 2 }, (_, i) => ({
    ...empty,
    endMs: firstDay * DAY_MS + (i + 1) * CHECKPOINT_MS,
    durationMs: CHECKPOINT_MS,
  }));
  let equity = accountUsd;
  for (const { ms, realized_usd: usd } of trades) {
    const checkpoint = checkpoints[Math.floor((ms - firstDay * DAY_MS) / CHECKPOINT_MS)];
    const after = equity + usd;
    if (after <= 0) throw malformed(`the account is empty after a trade of ${usd} USD`);
    const move = Math.log(after / equity);
    equity = after;
    if (!checkpoint) continue;
    checkpoint.gain += Math.max(move, 0);
    checkpoint.loss += Math.min(move, 0);
    checkpoint.realizedUsd += usd;
  }
  return {
    kind: 'trades',
    checkpoints: withDerivedDrawdown(checkpoints),
    isDrawdownDerived: true,
    isDated: true,
  };
}

function dayOf(moment: string | number, index: number): number {
  return Math.floor(momentOf(moment, index) / DAY_MS);
}

/** Milliseconds since 1970; a time without a zone is UTC. */
function momentOf(moment: string | number, index: number): number {
  const ms = typeof moment === 'number' ? moment : Date.parse(inUtc(moment.trim()));
  if (Number.isFinite(ms) && ms >= 0 && ms < 1e14) return ms;
  throw malformed(`row ${index + 1}: "${String(moment).slice(0, 40)}" is not a time`);
}

function inUtc(text: string): string {
  const hasTime = /\d[T ]\d/.test(text);
  return hasTime && !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text;
}

/**
 * The history with another return on one day; that day's realised PnL follows from the account.
 *
 * @param day one of the ledger's days, counted from 1970-01-01
 */
export function changeDay(
  history: History,
  day: number,
  logReturn: number,
  accountUsd: number,
): History {
  const isOfDay = ({ endMs }: Checkpoint): boolean =>
    Math.floor((endMs - CHECKPOINT_MS) / DAY_MS) === day;
  const place = history.checkpoints.findIndex(isOfDay);
  const unrealizedUsd = history.checkpoints.findLast(isOfDay)?.unrealizedUsd ?? 0;
  const changed = dayCheckpoints(day, {
    logReturn,
    mdd: Math.min(1, Math.exp(logReturn)),
    realizedUsd: accountUsd * Math.expm1(logReturn),
    unrealizedUsd,
  });
  const others = history.checkpoints.filter((checkpoint) => !isOfDay(checkpoint));
  const checkpoints = others.toSpliced(place, 0, ...changed);
  return {
    ...history,
    checkpoints: history.isDrawdownDerived ? withDerivedDrawdown(checkpoints) : checkpoints,
  };
}

/** The history with further days of one return at its end. */
export function appendDays(
  history: History,
  more: { readonly count: number; readonly logReturn: number; readonly accountUsd: number },
): History {
  const last = history.checkpoints.at(-1);
  const nextDay = Math.ceil((last?.endMs ?? 0) / DAY_MS);
  const added = Array.from({ length: more.count }, (_, i) =>
    dayCheckpoints(nextDay + i, {
      logReturn: more.logReturn,
      mdd: 1,
      realizedUsd: more.accountUsd * Math.expm1(more.logReturn),
      unrealizedUsd: last?.unrealizedUsd ?? 0,
    }),
  );
  const checkpoints = [...history.checkpoints, ...added.flat()];
  return {
    ...history,
    checkpoints: history.isDrawdownDerived ? withDerivedDrawdown(checkpoints) : checkpoints,
  };
}
