import { fitsVram } from './scoring/vram.ts';
import { judgeNode } from './scoring/signature-node.ts';
import { judgeCard, parseProberOutput } from './scoring/signature.ts';
import type { NodeVerdict } from './scoring/signature-node.ts';
import type { CardVerdict } from './scoring/signature.ts';
import type { LiumInput, LiumResult } from './task.ts';

// Is an answer to a hardware challenge genuine? Seals, count, time (section b) and memory windows
// (section e.1). It proves work on a card that holds the prober's key, not the card's identity.

export interface AnswerVerdict {
  readonly passed: boolean;
  readonly node: NodeVerdict;
  /** Same order as the answer. */
  readonly cards: readonly CardVerdict[];
  /** Slots whose memory does not fit the model. */
  readonly wrongMemory: readonly number[];
}

export interface Witness {
  readonly masterKey: Uint8Array;
  /** Measured by whoever asked, over all cards, seconds. */
  readonly elapsedSeconds: number;
}

/** @throws AppError `input.malformed` for a model without a memory window */
export function verifyAnswer(
  input: LiumInput,
  result: LiumResult,
  { masterKey, elapsedSeconds }: Witness,
): AnswerVerdict {
  const cards = result.cards.map(({ slot, output }) =>
    judgeCard({ masterKey, nonce: input.nonce, slot }, parseProberOutput(output)),
  );
  const wrongMemory = result.cards
    .filter(({ memoryMb }) => !fitsVram(input.model, memoryMb))
    .map(({ slot }) => slot);
  const node = judgeNode(cards, elapsedSeconds, input.claimedGpus);
  return { passed: node.passed && wrongMemory.length === 0, node, cards, wrongMemory };
}
