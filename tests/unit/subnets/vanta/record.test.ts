import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../../src/subnets/vanta/scoring/ledger.ts';
import { judgeRecord } from '../../../../src/subnets/vanta/judge/record.ts';
import { judgeSignal } from '../../../../src/subnets/vanta/judge/signal.ts';
import { judgeDistance } from '../../../../src/subnets/vanta/judge/distance.ts';
import { readHistory } from '../../../../src/subnets/vanta/judge/history.ts';

const ask = {
  account_usd: 200_000,
  asset_class: 'crypto',
  days: 'plain',
  bucket: 'MAINCOMP',
  measure: 'sharpe',
};
const alternating = Array.from({ length: 60 }, (_, day) => (day % 2 === 0 ? 0.004 : -0.002));

describe('a history', () => {
  it('is the same whether it comes as a list, as JSON, as a table or as a ledger', () => {
    const half = DAY_MS / 2;
    const ledger = alternating.flatMap((value, day) => [
      {
        last_update_ms: day * DAY_MS + half,
        accum_ms: half,
        gain: Math.max(value, 0),
        loss: Math.min(value, 0),
        mdd: 1,
      },
      { last_update_ms: (day + 1) * DAY_MS, accum_ms: half, gain: 0, loss: 0, mdd: 1 },
    ]);
    const table = ['Day;Return', ...alternating.map((value, i) => `${i * DAY_MS};${value}`)];
    const dated = alternating.map((value, i) => {
      return { date: new Date(i * DAY_MS).toISOString(), log_return: value };
    });
    const scores = [
      alternating.join('\n'),
      JSON.stringify(alternating),
      JSON.stringify({ cps: ledger }),
      JSON.stringify(dated),
      table
        .join('\r\n')
        .replaceAll(/^(\d+);/gm, (_, ms) => `${new Date(Number(ms)).toISOString()};`),
    ].map((history) => judgeRecord({ ...ask, history }).score.value);

    expect(scores[0]).toBeCloseTo(5.6896, 4);
    expect(new Set(scores).size).toBe(1);
  });

  it('of trades becomes days of the account, also of days without a trade', () => {
    const { checkpoints, isDrawdownDerived } = readHistory(
      'closed,pnl\n2026-03-01T10:00:00Z,1000\n2026-03-03 15:00,-2000',
      100_000,
    );

    expect(checkpoints).toHaveLength(6);
    expect(checkpoints.map(({ realizedUsd }) => realizedUsd)).toEqual([1000, 0, 0, 0, 0, -2000]);
    expect(checkpoints[0]?.gain).toBeCloseTo(Math.log(1.01), 12);
    expect(checkpoints[5]?.mdd).toBeCloseTo(99 / 101, 12);
    expect(isDrawdownDerived).toBe(true);
  });

  it.each([
    ['', 'a row is needed'],
    ['[', 'not JSON'],
    ['{"cps": 5}', 'a list of rows'],
    ['0.1\nx', 'line 2'],
    ['date,log_return\n2026-01-01,much', 'line 2: log_return'],
    ['date,log_return\n2026-01-01,0.1\n2026-01-01,0.1', 'twice'],
    ['date,log_return\nyesterday,0.1', 'not a time'],
    ['closed,pnl\n2026-01-01,-200000', 'the account is empty'],
    ['closed,pnl\n1990-01-01,1\n2026-01-01,1', 'days from first to last'],
    [Array.from({ length: 20 }, () => '4').join('\n'), 'more than any account'],
  ])('is refused with the place: %j', (history, fault) => {
    expect(() => judgeRecord({ ...ask, history })).toThrow(fault);
  });
});

describe('what would change', () => {
  const history = alternating.join('\n');

  it('is measured again with one day changed', () => {
    const before = judgeRecord({ ...ask, history });
    const changed = judgeRecord({ ...ask, history, what_if_day: '60', what_if_return: 0.004 });
    const real = judgeRecord({ ...ask, history: [...alternating.slice(0, 59), 0.004].join('\n') });

    const row = changed.tables?.[0]?.rows.find(([name]) => name === 'Sharpe');
    expect(row?.slice(1, 3)).toEqual([before.score.value, real.score.value]);
    expect(changed.score.value).toBe(before.score.value);
    expect(() => judgeRecord({ ...ask, history, what_if_day: '61' })).toThrow('what_if_day');
  });

  it('names the worst day and more collateral, with what they add', () => {
    const few = { ...ask, measure: 'competition', account_usd: 100_000, min_days: 7 };
    const worse = [...alternating.slice(0, 59), -0.03].join('\n');
    const now = judgeRecord({ ...few, history: worse });
    const flat = judgeRecord({ ...few, history: [...alternating.slice(0, 59), 0].join('\n') });

    const gains = now.improvements.map(({ gain }) => gain);
    expect(now.improvements).toHaveLength(2);
    expect(gains[1]).toBeCloseTo(Number(flat.score.value) - Number(now.score.value), 9);
    expect(now.improvements[0]?.text).toContain('150000');
  });

  it('asks for the days that are missing', () => {
    const { score, improvements } = judgeRecord({ ...ask, history: '0.01\n0.02\n-0.001' });

    expect(score.value).toBe(-100);
    expect(score.note).toContain('3');
    expect(improvements[0]?.text).toContain('57');
  });
});

describe('a limit', () => {
  const now = {
    bucket: 'MAINCOMP',
    account_usd: 100_000,
    equity_usd: 104_000,
    day_open_usd: 108_500,
    best_usd: 113_000,
    registered: '2026-09-01',
    days_in_bucket: 30,
    rank: 12,
  };

  it('is the nearer of two floors, and moves with the next day', () => {
    const { score, improvements } = judgeDistance(now);

    expect(score.value).toBeCloseTo(104_000 - 113_000 * 0.92, 6);
    expect(improvements).toHaveLength(0);
    const day = judgeDistance({ ...now, best_usd: 108_500 });
    expect(day.score.value).toBeCloseTo(104_000 - 108_500 * 0.95, 6);
    expect(day.improvements[0]?.gain).toBeCloseTo(108_500 * 0.95 - 108_500 * 0.92, 6);
  });
});

describe('a signal', () => {
  const around = { category: 'crypto', tier: '1' };

  it('is told every rule that it breaks', () => {
    const signal = { execution_type: 'STOP_LIMIT', order_type: 'SHORT', leverage: 1, value: 5 };
    const { score, improvements } = judgeSignal({ signal, ...around });

    expect(score.value).toBe(false);
    expect(improvements.map(({ text }) => text)).toEqual([
      'Mend leverage, value, quantity',
      'Mend limit_price',
      'Mend stop_price',
    ]);
  });

  it('is held to the leverage of its category, and to the nearer stop', () => {
    const signal = {
      execution_type: 'MARKET',
      order_type: 'SHORT',
      value: 250_000,
      stop_loss: 110,
      trailing_stop: { trailing_percent: 0.05 },
    };
    const judge = (more: object) => judgeSignal({ signal, ...around, price: 100, ...more });

    const { score, findings } = judge({ account_usd: 100_000 });
    expect(score.value).toBe(false);
    expect(findings.map(({ value }) => value).filter((value) => value !== undefined)).toEqual([
      2.5, 105,
    ]);
    expect(judge({ account_usd: 100_000, tier: '3' }).score.value).toBe(true);
    expect(judge({ price: 120, tier: '3' }).score.value).toBe(false);
  });
});
