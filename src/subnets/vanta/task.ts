import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
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
  return parseAs(TaskInput, value, 'input.malformed');
}

/** A rule that a signal breaks. */
export interface SignalFault {
  readonly kind: 'bytes' | 'field' | 'size' | 'price' | 'stop';
  /** Path of the field, or the fields that the rule is about. */
  readonly field: string;
  readonly rule: string;
}

/**
 * Every rule that a signal breaks; what its fields owe to each other is looked at once they can
 * be read.
 *
 * @param price what the market asks now, for a signal without a limit price; null: not known
 */
export function signalFaults(value: unknown, price: number | null = null): SignalFault[] {
  const bytes = utf8(JSON.stringify(value) ?? '').length;
  const faults: SignalFault[] = [];
  if (bytes > MAX_SIGNAL_BYTES) {
    const rule = `${bytes} bytes, at most ${MAX_SIGNAL_BYTES}`;
    faults.push({ kind: 'bytes', field: 'signal', rule });
  }
  const parsed = v.safeParse(Signal, value);
  if (!parsed.success) {
    const issues = parsed.issues.map((issue): SignalFault => {
      return { kind: 'field', field: v.getDotPath(issue) ?? 'signal', rule: issue.message };
    });
    return [...faults, ...issues];
  }
  const at = parsed.output.limit_price ?? price;
  return [
    ...faults,
    ...sizeFaults(parsed.output),
    ...priceFaults(parsed.output),
    ...(at === null ? [] : stopFaults(parsed.output, at)),
  ];
}

/**
 * Parses a signal and checks what its fields owe to each other.
 *
 * @throws AppError `submission.malformed` with the field of the first fault
 */
export function parseResult(value: unknown): Signal {
  const [fault] = signalFaults(value);
  if (fault) throw new AppError('submission.malformed', `${fault.field}: ${fault.rule}`);
  return v.parse(Signal, value);
}

const SIZES = ['leverage', 'value', 'quantity'] as const;

function sizeFaults(signal: Signal): SignalFault[] {
  const sizes = SIZES.filter((field) => signal[field] !== undefined);
  const opens =
    ['MARKET', 'LIMIT', 'STOP_LIMIT'].includes(signal.execution_type) &&
    signal.order_type !== 'FLAT';
  const isSizeless = signal.order_type === 'FLAT' || signal.execution_type === 'BRACKET';
  const fault = (rule: string): SignalFault => ({ kind: 'size', field: SIZES.join(', '), rule });
  if (opens && sizes.length !== 1) return [fault(`${sizes.length} given, exactly one is needed`)];
  if (isSizeless && sizes.length > 0) return [fault('this signal has no size')];
  return [];
}

function priceFaults(signal: Signal): SignalFault[] {
  const kind = signal.execution_type;
  const needed: readonly ('limit_price' | 'stop_price')[] =
    kind === 'STOP_LIMIT' ? ['limit_price', 'stop_price'] : kind === 'LIMIT' ? ['limit_price'] : [];
  return needed
    .filter((field) => signal[field] === undefined)
    .map((field) => ({ kind: 'price', field, rule: `${kind} needs one` }));
}

/** LONG needs stop_loss < price < take_profit; SHORT the other way round. */
export function stopFaults(signal: Signal, price: number): SignalFault[] {
  const isLong = signal.order_type === 'LONG';
  if (!isLong && signal.order_type !== 'SHORT') return [];
  const [low, high] = isLong
    ? (['stop_loss', 'take_profit'] as const)
    : (['take_profit', 'stop_loss'] as const);
  const [below, above] = [signal[low], signal[high]];
  const faults: SignalFault[] = [];
  if (below !== undefined && below >= price) {
    faults.push({ kind: 'stop', field: low, rule: `${below} is not below ${price}` });
  }
  if (above !== undefined && above <= price) {
    faults.push({ kind: 'stop', field: high, rule: `${above} is not above ${price}` });
  }
  return faults;
}
