import type { Rng } from '../../shared/rng.ts';
import { toHex } from '../../shared/bytes.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { ChainSnapshot } from '../../protocol/chain-snapshot.ts';
import type { JobLimits } from '../../protocol/job.ts';
import type { Judge, Manifest } from '../../subnets/contract.ts';
import type { Sql } from '../store/sql.ts';

// A turn is one decision: what an event may read and write, at one time, with one source of
// chance. Every function of the core takes a turn and nothing else from outside, so the same code
// decides in the server and in a simulation.

export interface CoreSettings {
  /** Chain that grants must name. */
  readonly chainGenesis: string;
  readonly epochMs: number;
  /** Micro-credits of one epoch, split over subnets and their purses. */
  readonly emission: number;
  /** Share of items audited by recompute; a subnet's own number where it is absent. */
  readonly auditShare?: number;
  readonly jobs: JobLimits;
}

export interface SigningKey {
  /** Raw Ed25519 public key, URL-safe base64. */
  readonly publicKey: string;
  /** Signature as URL-safe base64. */
  sign(bytes: Uint8Array): string;
}

export interface Subnet {
  readonly manifest: Manifest;
  readonly judge: Judge;
}

export interface Turn {
  readonly sql: Sql;
  readonly now: number;
  readonly rng: Rng;
  /** A new unguessable identifier of 32 hexadecimal digits. */
  newId(): string;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly settings: CoreSettings;
  readonly key: SigningKey;
  /** What the chain said last: a cache, never a base of what is owed. */
  readonly chain: () => ChainSnapshot | null;
}

export type TurnParts = Omit<Turn, 'sql' | 'now' | 'rng' | 'newId'> & {
  readonly clock: Clock;
  /** Bytes of a cryptographic generator: nobody may guess what is audited. */
  readonly random: (bytes: number) => Uint8Array;
};

/** Puts one transaction, the time and the source of chance together. */
export function newTurn(sql: Sql, parts: TurnParts): Turn {
  const { clock, random, ...rest } = parts;
  return {
    ...rest,
    sql,
    now: clock.now(),
    rng: {
      next() {
        const bytes = random(6);
        return bytes.reduce((value, byte) => value * 256 + byte, 0) / 2 ** 48;
      },
    },
    newId: () => toHex(random(16)),
  };
}

/** The subnet of a row; a row of a subnet that this version no longer has is an error of ours. */
export function subnetOf(turn: Pick<Turn, 'subnets'>, slug: string): Subnet {
  const subnet = turn.subnets.get(slug);
  if (!subnet) throw new AppError('not-found', `this coordinator has no subnet ${slug}`);
  return subnet;
}
