import { parsePythonInt } from './python-int.ts';

// Which reaction an epoch allows. Section b.

/** Rows of the reaction table when it cannot be read. */
const DEFAULT_REACTIONS = 5;
const PREFIX = 'rxn:';

/**
 * The allowed reaction of an epoch: `rxn:{(seed mod R) + 1}`, seed = the block hash as a number.
 *
 * @param blockHash at the epoch's start, `0x` and hexadecimal digits
 * @param reactions rows of the reaction table; 5 where unknown
 * @returns null for a hash that does not start with `0x` or is no number
 */
export function allowedReaction(blockHash: string, reactions = DEFAULT_REACTIONS): string | null {
  if (!/^0x[0-9a-f]+$/i.test(blockHash) || !Number.isInteger(reactions) || reactions < 1) {
    return null;
  }
  return `${PREFIX}${(BigInt(blockHash) % BigInt(reactions)) + 1n}`;
}

/**
 * Whether a molecule id belongs to the allowed reaction.
 *
 * @param allowed null when nothing is filtered. Source: NOVA `utils/reactions.py` @ f947557.
 */
export function isReactionAllowed(id: string, allowed: string | null): boolean {
  if (allowed === null) return true;
  if (!id.startsWith(PREFIX)) return false;
  const number = parsePythonInt(id.split(':')[1] ?? '');
  return number !== null && allowed === `${PREFIX}${number}`;
}
