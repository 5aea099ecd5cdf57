import { shortKey } from '../../app/format.ts';
import type { SubnetState, Validator } from '../../chain/contract.ts';
import { m } from '../../paraglide/messages.js';
import { formatAmount, shortAmount } from './amount.ts';
import { ROOT, subnetAt } from './figures.ts';

// Subnets, validators and tokens by name. Names come from the chain, where anybody can take any:
// an address or a number stands beside each.

export interface Directory {
  readonly subnets: readonly SubnetState[];
  readonly validators: readonly Validator[];
}

/** `Score (44)`. */
export function subnetName({ subnets }: Pick<Directory, 'subnets'>, netuid: number): string {
  if (netuid === ROOT) return `${m.stake_root()} (0)`;
  const name = subnetAt(subnets, netuid)?.name.trim();
  return name ? `${name} (${netuid})` : m.subnet_number({ netuid });
}

/** What the owner of a hotkey calls itself; null where it says nothing. */
export function ownName(
  { validators }: Pick<Directory, 'validators'>,
  hotkey: string,
): string | null {
  return validators.find((one) => one.hotkey === hotkey)?.name?.trim() || null;
}

/** `Name (5Grwva…utQY)`, or the short address alone. */
export function validatorName(directory: Pick<Directory, 'validators'>, hotkey: string): string {
  const name = ownName(directory, hotkey);
  return name ? `${name} (${shortKey(hotkey)})` : shortKey(hotkey);
}

/** Name of a subnet's token: `TAO` on root, otherwise the symbol that the subnet has. */
export function tokenName({ subnets }: Pick<Directory, 'subnets'>, netuid: number): string {
  return netuid === ROOT ? 'TAO' : subnetAt(subnets, netuid)?.symbol.trim() || 'α';
}

/** An exact amount with its token. */
export function tokenAmount(
  directory: Pick<Directory, 'subnets'>,
  netuid: number,
  amount: bigint,
): string {
  return m.stake_alpha({ amount: formatAmount(amount), symbol: tokenName(directory, netuid) });
}

/** An amount with its token for a table, cut after four decimals. */
export function shortToken(
  directory: Pick<Directory, 'subnets'>,
  netuid: number,
  amount: bigint,
): string {
  return m.stake_alpha({ amount: shortAmount(amount), symbol: tokenName(directory, netuid) });
}
