import { polkadotIcon } from '@polkadot/ui-shared';

export interface Circle {
  readonly cx: number;
  readonly cy: number;
  readonly r: number;
  readonly fill: string;
}

/** The picture of an address that Polkadot wallets show, as circles in a square of side 64. */
export function identicon(address: string): readonly Circle[] {
  return polkadotIcon(address, { isAlternative: false }).map(({ cx, cy, r, fill = 'none' }) => ({
    cx,
    cy,
    r,
    fill,
  }));
}
