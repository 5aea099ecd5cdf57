import type { ChainClient } from '../../chain/contract.ts';
import { ChainLink } from './chain-link.svelte.ts';
import { Desk } from './desk.svelte.ts';
import { Typed } from './draft.svelte.ts';
import { Readings } from './portfolio.svelte.ts';

// Connection, readings and the desk, as one thing that may outlive the screen: a transaction that
// is under way is followed although the visitor looks at another page or changes the language.

export class StakeSession {
  readonly link: ChainLink;
  readonly readings = new Readings();
  readonly typed = new Typed();
  readonly desk: Desk;

  constructor(connect: () => Promise<ChainClient>) {
    this.link = new ChainLink({ connect, onBlock: () => this.#onBlock() });
    this.desk = new Desk({
      client: () => this.link.client,
      onDecided: () => {
        this.read();
        dropIfUnused();
      },
    });
    void this.link.open();
  }

  /** Shows another account; null shows none. */
  show(address: string | null): void {
    this.readings.show(address);
    this.read();
  }

  /** Reads market and account again. */
  read(): void {
    void this.readings.read(this.link.client, this.link.chain?.block ?? 0);
  }

  #onBlock(): void {
    this.read();
    this.desk.onBlock();
  }
}

let kept: { session: StakeSession; key: string; holders: number } | null = null;

/**
 * The session for these nodes; the same one again for as long as anybody holds it or something is
 * under way.
 *
 * @param key     tells one set of nodes from another
 * @param connect opens the connection, called once for a session
 */
export function holdSession(
  key: string,
  connect: () => Promise<ChainClient>,
): { readonly session: StakeSession; readonly release: () => void } {
  if (kept?.key !== key) {
    void kept?.session.link.close();
    kept = { session: new StakeSession(connect), key, holders: 0 };
  }
  const held = kept;
  held.holders += 1;
  return {
    session: held.session,
    release() {
      held.holders -= 1;
      // A change of language draws the screen anew at once: the connection is not given up for it.
      setTimeout(dropIfUnused, 5_000);
    },
  };
}

function dropIfUnused(): void {
  if (!kept || kept.holders > 0 || kept.session.desk.isBusy) return;
  void kept.session.link.close();
  kept = null;
}
