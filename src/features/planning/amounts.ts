import { formatNumber } from '../../app/format.ts';
import { m } from '../../paraglide/messages.js';

const RAO = 1e9;

/**
 * An amount of rao for a reader, in TAO.
 * @param rao decimal digits; figures to look at, so six decimals below 1 and three above are enough
 */
export function taoText(rao: string): string {
  const tao = Number(BigInt(rao)) / RAO;
  return m.net_tao({ amount: formatNumber(tao, tao < 1 ? 6 : 3) });
}
