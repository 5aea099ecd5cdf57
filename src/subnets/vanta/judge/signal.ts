import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import {
  CATEGORY_LEVERAGE,
  type LeverageCategory,
  POSITION_LEVERAGE,
  categoryLeverage,
} from '../scoring/account.ts';
import { effectiveStop } from '../scoring/stops.ts';
import { MAX_SIGNAL_BYTES, Signal, type SignalFault, signalFaults } from '../task.ts';

// A signal before it is sent: every rule that it breaks, with the field.

/** Faults listed one by one. */
const LISTED_FAULTS = 40;

const Input = v.object({
  signal: v.unknown(),
  price: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e12))),
  category: v.picklist(['crypto', 'hyperliquid', 'forex', 'indices', 'equities', 'commodities']),
  tier: v.picklist(['1', '2', '3', '4']),
  account_usd: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1e9))),
});
type Input = v.InferOutput<typeof Input>;

const GROUPS: Readonly<Record<SignalFault['kind'], { name: () => string; rule: () => string }>> = {
  bytes: { name: m.judge_vanta_group_bytes, rule: () => `≤ ${MAX_SIGNAL_BYTES}` },
  field: { name: m.judge_vanta_group_field, rule: m.judge_vanta_group_field_rule },
  size: { name: m.judge_vanta_group_size, rule: m.judge_vanta_group_size_rule },
  price: { name: m.judge_vanta_group_price, rule: m.judge_vanta_group_price_rule },
  stop: { name: m.judge_vanta_group_stop, rule: m.judge_vanta_group_stop_rule },
};

/** @throws AppError `input.malformed` for what is around the signal; its own faults are the answer */
export function judgeSignal(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const faults = signalFaults(input.signal, input.price ?? null);
  const parsed = v.safeParse(Signal, input.signal);
  const cap = parsed.success ? leverageFinding(parsed.output, input) : null;
  const stop = parsed.success ? stopFinding(parsed.output, input.price) : null;
  const isAccepted = faults.length === 0 && cap?.state !== 'fail';
  return {
    score: {
      name: m.judge_vanta_accepted(),
      value: isAccepted,
      label: 'from the specification',
      ...(faults[0] ? { note: `${faults[0].field}: ${faults[0].rule}` } : {}),
    },
    findings: [
      ...(['bytes', 'field', 'size', 'price', 'stop'] as const).map((kind) =>
        groupFinding(
          kind,
          faults.filter((fault) => fault.kind === kind),
          // What fields owe to each other cannot be said while one of them is unreadable.
          parsed.success || kind === 'bytes' || kind === 'field',
        ),
      ),
      ...(cap ? [cap] : []),
      ...(stop ? [stop] : []),
    ],
    improvements: faults.slice(0, LISTED_FAULTS).map(({ field }) => {
      return { text: m.judge_vanta_mend({ field }), gain: null };
    }),
  };
}

function groupFinding(
  kind: SignalFault['kind'],
  faults: readonly SignalFault[],
  isKnown: boolean,
): Finding {
  const { name, rule } = GROUPS[kind];
  return {
    name: name(),
    rule: rule(),
    ...(isKnown ? { state: faults.length === 0 ? 'pass' : 'fail' } : {}),
    children: faults.slice(0, LISTED_FAULTS).map(({ field, rule: broken }) => ({
      name: field,
      state: 'fail',
      rule: broken,
    })),
  };
}

/** Leverage against the caps; a `value` is leverage once the account is known. */
function leverageFinding(signal: Signal, input: Input): Finding | null {
  const leverage =
    signal.leverage ??
    (signal.value !== undefined && input.account_usd !== undefined
      ? signal.value / input.account_usd
      : null);
  if (leverage === null) return null;
  const { category } = input;
  const tier = TIERS[input.tier];
  const group: LeverageCategory = category === 'hyperliquid' ? 'HL_ALL' : category;
  const ofCategory = categoryLeverage(group, tier);
  const [least, most] =
    category === 'indices'
      ? [0, CATEGORY_LEVERAGE.indices[tier - 1] ?? 0]
      : POSITION_LEVERAGE[category];
  const isWithin = leverage >= least && leverage <= most && leverage <= ofCategory;
  return {
    name: m.judge_vanta_leverage(),
    value: leverage,
    state: isWithin ? 'pass' : 'fail',
    rule: m.judge_vanta_leverage_rule({ least, most, category: ofCategory }),
    note: m.judge_vanta_leverage_note(),
  };
}

const TIERS = { '1': 1, '2': 2, '3': 3, '4': 4 } as const;

function stopFinding(signal: Signal, price: number | undefined): Finding | null {
  const at = signal.limit_price ?? price;
  const isLong = signal.order_type === 'LONG';
  if (at === undefined || (!isLong && signal.order_type !== 'SHORT')) return null;
  const { trailing_stop: moving } = signal;
  const trailing =
    moving === undefined
      ? null
      : 'trailing_percent' in moving
        ? { percent: moving.trailing_percent }
        : { value: moving.trailing_value };
  const stop = effectiveStop({ isLong, fixed: signal.stop_loss ?? null, trailing }, at);
  if (stop.effective === null) {
    return {
      name: m.judge_vanta_stop(),
      value: null,
      state: 'warn',
      note: m.judge_vanta_no_stop(),
    };
  }
  return {
    name: m.judge_vanta_stop(),
    value: stop.effective,
    rule: isLong ? 'max(stop_loss, trailing)' : 'min(stop_loss, trailing)',
    note: m.judge_vanta_stop_note({
      percent: (Math.abs(1 - stop.effective / at) * 100).toFixed(2),
    }),
    children:
      stop.trailing === null ? [] : [{ name: m.judge_vanta_trailing(), value: stop.trailing }],
  };
}
