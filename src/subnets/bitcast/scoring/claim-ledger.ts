import { AppError } from '../../../shared/errors.ts';

// Claims of one miner: five active ones per campaign and creator. Section d, X.

export const MAX_ACTIVE_CLAIMS = 5;

export interface Claim {
  readonly claimId: string;
  readonly campaignId: string;
  readonly creatorId: string;
}

export type ClaimStatus = 'active' | 'evicted' | 'consumed' | 'unknown';

/** Follows a miner's claims in the order of the chain. */
export class ClaimLedger {
  readonly #status = new Map<string, ClaimStatus>();
  /** Active claims by campaign and creator, oldest first. */
  readonly #active = new Map<string, Claim[]>();

  /**
   * Takes the next claim.
   *
   * @returns the claim that it pushed out, the oldest of six, or null
   * @throws AppError `input.malformed` for an id that was used before
   */
  add(claim: Claim): string | null {
    if (this.#status.has(claim.claimId)) {
      throw new AppError('input.malformed', `claim ${claim.claimId} was made before`);
    }
    const slot = slotOf(claim);
    const active = [...(this.#active.get(slot) ?? []), claim];
    this.#status.set(claim.claimId, 'active');
    const evicted = active.length > MAX_ACTIVE_CLAIMS ? active.shift() : undefined;
    this.#active.set(slot, active);
    if (!evicted) return null;
    this.#status.set(evicted.claimId, 'evicted');
    return evicted.claimId;
  }

  /**
   * Uses up a claim that won.
   *
   * @throws AppError `input.malformed` when it is not active
   */
  consume(claimId: string): void {
    if (this.status(claimId) !== 'active') {
      throw new AppError('input.malformed', `claim ${claimId} is ${this.status(claimId)}`);
    }
    for (const [slot, claims] of this.#active) {
      this.#active.set(
        slot,
        claims.filter((claim) => claim.claimId !== claimId),
      );
    }
    this.#status.set(claimId, 'consumed');
  }

  status(claimId: string): ClaimStatus {
    return this.#status.get(claimId) ?? 'unknown';
  }

  /** Active claims of a campaign and creator, oldest first. */
  active(campaignId: string, creatorId: string): readonly Claim[] {
    return this.#active.get(slotOf({ campaignId, creatorId })) ?? [];
  }
}

function slotOf({ campaignId, creatorId }: Omit<Claim, 'claimId'>): string {
  return JSON.stringify([campaignId, creatorId]);
}
