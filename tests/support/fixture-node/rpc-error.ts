// What a node answers when it refuses, word for word as sc-rpc-api says it.

export class RpcError extends Error {
  readonly code: number;
  readonly data: string | undefined;

  constructor(code: number, message: string, data?: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.data = data;
  }
}

const INVALID = {
  badProof: 'Transaction has a bad signature',
  stale: 'Transaction is outdated',
  payment: 'Inability to pay some fees (e.g. account balance too low)',
  ancientBirthBlock: 'Transaction has an ancient birth block',
  badSigner: 'Invalid signing address',
} as const;

export type InvalidReason = keyof typeof INVALID;

export function invalid(reason: InvalidReason): RpcError {
  return new RpcError(1010, 'Invalid Transaction', INVALID[reason]);
}

/** A refusal of Subtensor's own extension. */
export function customInvalid(code: number): RpcError {
  return new RpcError(1010, 'Invalid Transaction', `Custom error: ${code}`);
}
