import { polkadotIcon } from '@polkadot/ui-shared';

export interface Circle {
  readonly cx: number;
  readonly cy: number;
  readonly r: number;
  readonly fill: string;
}

/** Side of the square that the circles of an identicon lie in. */
export const IDENTICON_SIZE = 64;

/** The picture of an address that Polkadot wallets show, as circles. */
export function identicon(address: string): readonly Circle[] {
  return polkadotIcon(address, { isAlternative: false }).map(({ cx, cy, r, fill = 'none' }) => ({
    cx,
    cy,
    r,
    fill,
  }));
}
