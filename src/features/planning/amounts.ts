import { formatNumber } from '../../app/format.ts';
import { m } from '../../paraglide/messages.js';

const RAO = 1e9;

/**
 * An amount of rao for a reader, in TAO.
 * @param rao decimal digits; figures to look at, so three to four digits that say something are enough
 */
export function taoText(rao: string): string {
  const tao = Number(BigInt(rao)) / RAO;
  const decimals = tao >= 1 ? 3 : tao >= 0.01 ? 4 : 6;
  return m.net_tao({ amount: formatNumber(tao, decimals) });
}
