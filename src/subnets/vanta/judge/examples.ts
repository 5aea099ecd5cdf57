// Histories of the specification's worked examples, written as a trader would paste them.

/** Sixty days of +0.4 % and −0.2 % log return in turn. */
export const ALTERNATING = days(60, (day) => (day % 2 === 0 ? 0.004 : -0.002));

/** Sixty days of +0.1 %, with the deepest checkpoint at 0.95 of its peak. */
export const STEADY = days(60, () => 0.001, 0.95);

/** Trades over ten weeks, with a bad day in the middle. */
export const TRADES = [
  'closed,pnl',
  ...Array.from({ length: 70 }, (_, day) => {
    const closed = new Date(Date.UTC(2026, 5, 1 + day, 9 + (day % 8))).toISOString();
    const pnl = day === 31 ? -6_400 : Math.round(900 * Math.sin(day * 1.7) + 260);
    return `${closed},${pnl}`;
  }),
].join('\n');

function days(count: number, returnOf: (day: number) => number, mdd?: number): string {
  const rows = Array.from({ length: count }, (_, day) => {
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    return [date, returnOf(day), ...(mdd === undefined ? [] : [mdd])].join(',');
  });
  return [`date,log_return${mdd === undefined ? '' : ',mdd'}`, ...rows].join('\n');
}
