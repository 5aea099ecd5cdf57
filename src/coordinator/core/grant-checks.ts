import { type Grant, GRANT_MAX_MS } from '../../protocol/grant.ts';
import { AppError } from '../../shared/errors.ts';

// What a grant's line must say before anything is written. Pure: the text against what the
// coordinator is, who asks, and what time it is.

/** How far a line's `issued` may be from the coordinator's clock. */
export const ISSUED_SKEW_MS = 5 * 60_000;

export interface GrantSetting {
  /** Host and port under which the visitor has the page. */
  readonly domain: string;
  readonly chainGenesis: string;
  readonly coordinatorKey: string;
  /** Signer of the request. */
  readonly deviceKey: string;
  readonly now: number;
}

/**
 * @throws AppError `grant.domain`, `grant.chain`, `grant.coordinator`, `grant.device`,
 *   `grant.lifetime`, `grant.expired`
 */
export function checkGrant(grant: Grant, setting: GrantSetting): void {
  const { domain, chainGenesis, coordinatorKey, deviceKey, now } = setting;
  if (grant.domain !== domain) {
    throw new AppError('grant.domain', `the line is for ${grant.domain}, this is ${domain}`);
  }
  if (grant.chainGenesis !== chainGenesis) {
    throw new AppError('grant.chain', `the line names another chain than ${chainGenesis}`);
  }
  if (grant.coordinatorKey !== coordinatorKey) {
    throw new AppError('grant.coordinator', `the line is for coordinator ${grant.coordinatorKey}`);
  }
  if (grant.deviceKey !== deviceKey) {
    throw new AppError('grant.device', 'the line names another device than the one that sends it');
  }
  checkTimes(grant, now);
}

function checkTimes({ issuedMs, expiresMs }: Grant, now: number): void {
  const lifetimeMs = expiresMs - issuedMs;
  if (lifetimeMs <= 0 || lifetimeMs > GRANT_MAX_MS) {
    throw new AppError(
      'grant.lifetime',
      `a grant lasts at most ${GRANT_MAX_MS} ms, this one would last ${lifetimeMs}`,
    );
  }
  if (issuedMs > now + ISSUED_SKEW_MS) {
    throw new AppError('grant.lifetime', `the line is issued ${issuedMs - now} ms from now`);
  }
  if (expiresMs <= now) {
    throw new AppError('grant.expired', `the grant ended ${now - expiresMs} ms ago`);
  }
  if (issuedMs < now - ISSUED_SKEW_MS) {
    throw new AppError(
      'grant.expired',
      `the line was issued ${now - issuedMs} ms ago; ask for a new one and sign it within ${ISSUED_SKEW_MS} ms`,
    );
  }
}
