import type { AccountInfo, GrantedDevice } from '../../protocol/grant.ts';

// Whom this device mines for, as the coordinator says it.

const HOUR_MS = 3_600_000;
/** A renewal is offered from here on. */
export const EXPIRY_NOTICE_MS = 2 * HOUR_MS;

export type Link =
  /** Not read yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'linked';
      readonly account: AccountInfo;
      readonly device: GrantedDevice;
      /** Less than two hours are left. */
      readonly isEnding: boolean;
    }
  | {
      readonly kind: 'ended';
      readonly account: AccountInfo;
      readonly endedMs: number;
      readonly why: 'expired' | 'revoked';
    };

/**
 * The link of a device to an account.
 *
 * @param account what the coordinator knows of the account; null when there is none
 * @param nowMs   milliseconds since 1970
 */
export function linkOf(account: AccountInfo | null, deviceKey: string, nowMs: number): Link {
  const device = account?.devices.find((one) => one.deviceKey === deviceKey);
  if (!account || !device) return { kind: 'guest' };
  const { revokedMs, expiresMs } = device;
  if (revokedMs !== null) return { kind: 'ended', account, endedMs: revokedMs, why: 'revoked' };
  if (expiresMs <= nowMs) return { kind: 'ended', account, endedMs: expiresMs, why: 'expired' };
  return { kind: 'linked', account, device, isEnding: expiresMs - nowMs < EXPIRY_NOTICE_MS };
}

/** Address of the account that a link is or was with. */
export function linkedAddress(link: Link): string | null {
  return link.kind === 'linked' || link.kind === 'ended' ? link.account.address : null;
}

export const HOUR_CHOICES = [1, 24, 72, 168] as const;
export const DEFAULT_HOURS = 24;

export function hoursToMs(hours: number): number {
  return hours * HOUR_MS;
}
