import type { Target } from './draft.svelte.ts';
import type { Directory } from './names.ts';
import type { StakeSession } from './session.svelte.ts';

/** What a form of the trade is given: orders and registrations alike. */
export interface TradeFormProps {
  readonly session: StakeSession;
  readonly directory: Directory;
  readonly target: Target;
  readonly address: string | null;
  readonly choose: (params: Readonly<Record<string, string | null>>) => void;
  /** Name of the connected wallet; null when none is connected. */
  readonly signer: string | null;
  readonly onconnect: () => void;
}

/** What submitting a form does: to a wallet where none is connected, to the review where it can be. */
export function submitTrade(
  event: SubmitEvent,
  { session, address, signer, onconnect }: TradeFormProps,
  isReady: boolean,
): void {
  event.preventDefault();
  if (signer === null || address === null) onconnect();
  else if (isReady) void session.desk.review(address);
}
