import * as v from 'valibot';
import { utf8 } from '../../shared/bytes.ts';
import { AppError } from '../../shared/errors.ts';

// A signal, which is all that a trader sends. Section c. There is no task: the market is the input.

/** Most bytes of a serialised signal. */
export const MAX_SIGNAL_BYTES = 4096;
export const LEVERAGE_BOUNDS = { least: 1e-5, most: 500 } as const;

const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const Leverage = v.pipe(
  v.number(),
  v.minValue(LEVERAGE_BOUNDS.least),
  v.maxValue(LEVERAGE_BOUNDS.most),
);

const TrailingStop = v.union([
  v.strictObject({ trailing_percent: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)) }),
  v.strictObject({ trailing_value: Positive }),
]);

const Bracket = v.pipe(
  v.object({
    stop_loss: v.optional(Positive),
    take_profit: v.optional(Positive),
    trailing_percent: v.optional(v.pipe(v.number(), v.gtValue(0), v.ltValue(1))),
    trailing_value: v.optional(Positive),
    leverage: v.optional(Leverage),
    value: v.optional(Positive),
    quantity: v.optional(Positive),
  }),
  v.check(
    (bracket) =>
      bracket.stop_loss !== undefined ||
      bracket.take_profit !== undefined ||
      bracket.trailing_percent !== undefined ||
      bracket.trailing_value !== undefined,
    'needs a stop, a target or a trailing stop',
  ),
);

export const Signal = v.object({
  execution_type: v.picklist([
    'MARKET',
    'LIMIT',
    'STOP_LIMIT',
    'BRACKET',
    'LIMIT_CANCEL',
    'LIMIT_EDIT',
    'FLAT_ALL',
  ]),
  trade_pair: v.optional(v.string()),
  order_type: v.optional(v.picklist(['LONG', 'SHORT', 'FLAT'])),
  leverage: v.optional(Leverage),
  value: v.optional(Positive),
  quantity: v.optional(Positive),
  limit_price: v.optional(Positive),
  stop_price: v.optional(Positive),
  stop_condition: v.optional(v.picklist(['GTE', 'LTE'])),
  stop_loss: v.optional(Positive),
  take_profit: v.optional(Positive),
  trailing_stop: v.optional(TrailingStop),
  bracket_orders: v.optional(v.array(Bracket)),
  order_uuid: v.optional(v.string()),
  subaccount_id: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type Signal = v.InferOutput<typeof Signal>;

/** Market that a signal is checked against. */
export const TaskInput = v.object({
  trade_pair: v.string(),
  category: v.picklist(['crypto', 'forex', 'indices', 'equities', 'commodities']),
  blocked: v.boolean(),
  bid: Positive,
  ask: Positive,
  time_ms: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type TaskInput = v.InferOutput<typeof TaskInput>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): TaskInput {
  const parsed = v.safeParse(TaskInput, value);
  if (parsed.success) return parsed.output;
  throw new AppError('input.malformed', describeIssue(parsed.issues[0]));
}

/**
 * Parses a signal and checks what its fields owe to each other.
 *
 * @throws AppError `submission.malformed` with the field of the first fault
 */
export function parseResult(value: unknown): Signal {
  const bytes = utf8(JSON.stringify(value) ?? '').length;
  if (bytes > MAX_SIGNAL_BYTES) {
    throw malformed(`a signal of ${bytes} bytes, at most ${MAX_SIGNAL_BYTES}`);
  }
  const parsed = v.safeParse(Signal, value);
  if (!parsed.success) throw malformed(describeIssue(parsed.issues[0]));
  const fault = sizeFault(parsed.output) ?? priceFault(parsed.output);
  if (fault) throw malformed(fault);
  return parsed.output;
}

function sizeFault(signal: Signal): string | null {
  const sizes = (['leverage', 'value', 'quantity'] as const).filter(
    (field) => signal[field] !== undefined,
  );
  const opens =
    ['MARKET', 'LIMIT', 'STOP_LIMIT'].includes(signal.execution_type) &&
    signal.order_type !== 'FLAT';
  if (opens && sizes.length !== 1) {
    return `leverage, value, quantity: ${sizes.length} given, exactly one is needed`;
  }
  const isSizeless = signal.order_type === 'FLAT' || signal.execution_type === 'BRACKET';
  if (isSizeless && sizes.length > 0) return `${sizes.join(', ')}: this signal has no size`;
  return null;
}

function priceFault(signal: Signal): string | null {
  const { execution_type: kind, limit_price: limit, stop_price: stop } = signal;
  if ((kind === 'LIMIT' || kind === 'STOP_LIMIT') && limit === undefined) {
    return `limit_price: ${kind} needs one`;
  }
  if (kind === 'STOP_LIMIT' && stop === undefined) return `stop_price: ${kind} needs one`;
  return limit === undefined ? null : stopFault(signal, limit);
}

/** LONG needs stop_loss < price < take_profit; SHORT the other way round. */
export function stopFault(signal: Signal, price: number): string | null {
  const isLong = signal.order_type === 'LONG';
  if (!isLong && signal.order_type !== 'SHORT') return null;
  const [low, high] = isLong
    ? (['stop_loss', 'take_profit'] as const)
    : (['take_profit', 'stop_loss'] as const);
  const [below, above] = [signal[low], signal[high]];
  if (below !== undefined && below >= price) return `${low}: ${below} is not below ${price}`;
  if (above !== undefined && above <= price) return `${high}: ${above} is not above ${price}`;
  return null;
}

function malformed(message: string): AppError {
  return new AppError('submission.malformed', message);
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path ? `${path}: ${issue.message}` : issue.message;
}
