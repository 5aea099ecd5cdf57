import { formatCount, formatPercent, shortKey } from '../../app/format.ts';
import type { SubnetState, Validator } from '../../chain/contract.ts';
import { m } from '../../paraglide/messages.js';
import { shortAmount } from './amount.ts';
import { ROOT } from './figures.ts';
import { type Directory, ownName, shortToken, subnetName } from './names.ts';
import type { Holding } from './portfolio.svelte.ts';

// Rows of the lists to choose from: what is shown, what is searched, what they are ordered by.

export interface PickRow {
  readonly id: string;
  readonly title: string;
  /** An address, in a typeface that tells its letters apart. */
  readonly code: string;
  readonly note: string;
  /** Lower case; a search looks for each of its words in here. */
  readonly search: string;
  /** Values to order by, by the id of the order. */
  readonly order: Readonly<Record<string, bigint | number | string>>;
}

export interface PickSort {
  readonly id: string;
  readonly label: string;
  readonly isDescending: boolean;
}

/** Words that every match contains. */
export function matches(row: PickRow, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => row.search.includes(word));
}

/** Rows in an order; equal ones by title. */
export function sorted(rows: readonly PickRow[], sort: PickSort): readonly PickRow[] {
  const sign = sort.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const by = compare(a.order[sort.id] ?? '', b.order[sort.id] ?? '');
    return by === 0 ? a.title.localeCompare(b.title) : sign * by;
  });
}

function compare(a: bigint | number | string, b: bigint | number | string): number {
  if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b));
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** At least one order. */
export type Sorts = readonly [PickSort, ...PickSort[]];

export const VALIDATOR_SORTS = (): Sorts => [
  { id: 'nominators', label: m.stake_sort_nominators(), isDescending: true },
  { id: 'take', label: m.stake_sort_take(), isDescending: false },
  { id: 'name', label: m.stake_sort_name(), isDescending: false },
];

export function validatorRows(validators: readonly Validator[]): readonly PickRow[] {
  return validators.map(({ hotkey, name, take, nominators }) => {
    const title = name?.trim() || m.stake_unnamed();
    const values = { take: formatPercent(take, 1), nominators: formatCount(nominators) };
    return {
      id: hotkey,
      title,
      code: hotkey,
      note: m.stake_row_validator(values),
      search: `${name ?? ''} ${hotkey}`.toLowerCase(),
      // The nameless come last.
      order: { nominators, take, name: name?.trim().toLowerCase() || '\u{10ffff}' },
    };
  });
}

export const SUBNET_SORTS = (): Sorts => [
  { id: 'netuid', label: m.stake_sort_number(), isDescending: false },
  { id: 'name', label: m.stake_sort_name(), isDescending: false },
  { id: 'emission', label: m.stake_sort_emission(), isDescending: true },
  { id: 'price', label: m.stake_sort_price(), isDescending: true },
  { id: 'pool', label: m.stake_sort_pool(), isDescending: true },
];

export function subnetRows(subnets: readonly SubnetState[]): readonly PickRow[] {
  return subnets.map((subnet) => {
    const { netuid, name, symbol, emission, price, taoIn } = subnet;
    return {
      id: String(netuid),
      title: subnetName({ subnets }, netuid),
      code: '',
      note: subnetNote(subnet),
      search: `${netuid} ${name} ${symbol} ${netuid === ROOT ? m.stake_root() : ''}`.toLowerCase(),
      order: { netuid, name: name.toLowerCase(), emission, price, pool: taoIn },
    };
  });
}

function subnetNote({ netuid, isEnabled, price, taoIn }: SubnetState): string {
  if (!isEnabled) return m.stake_row_disabled();
  if (netuid === ROOT) return m.stake_row_root();
  return m.stake_row_subnet({ price: shortAmount(price), pool: shortAmount(taoIn) });
}

export const POSITION_SORTS = (): Sorts => [
  { id: 'value', label: m.stake_sort_value(), isDescending: true },
  { id: 'netuid', label: m.stake_sort_number(), isDescending: false },
];

/** Subnet and validator of a position as one id. */
export function positionId(hotkey: string, netuid: number): string {
  return `${netuid}:${hotkey}`;
}

export function positionRows(
  holdings: readonly Holding[],
  directory: Directory,
): readonly PickRow[] {
  return holdings.map(({ hotkey, netuid, stake, exit }) => {
    const name = ownName(directory, hotkey);
    const subnet = subnetName(directory, netuid);
    return {
      id: positionId(hotkey, netuid),
      title: `${subnet} · ${name ?? shortKey(hotkey)}`,
      code: hotkey,
      note: m.stake_row_position({
        stake: shortToken(directory, netuid, stake),
        exit: exit === null ? m.stake_exit_none() : m.stake_tao({ amount: shortAmount(exit) }),
      }),
      search: `${subnet} ${name ?? ''} ${hotkey}`.toLowerCase(),
      order: { value: exit ?? -1n, netuid },
    };
  });
}
