import { seededRng } from '../../shared/rng.ts';
import type { FeedEvent } from '../../protocol/feed.ts';
import { feedUrl, openFeed } from '../../miner/feed.ts';

/** What a screen needs of the live feed; returns the close. */
export type OpenLive = (
  onEvent: (event: FeedEvent) => void,
  onState: (state: 'connecting' | 'online') => void,
) => () => void;

/** Joins the coordinator's feed as a spectator. */
export const openSpectatorFeed: OpenLive = (onEvent, onState) => {
  const rng = seededRng(crypto.getRandomValues(new Uint8Array(16)));
  const feed = openFeed({ url: feedUrl(''), rng, onEvent, onState });
  const retry = (): void => feed.retryNow();
  addEventListener('online', retry);
  return () => {
    removeEventListener('online', retry);
    feed.close();
  };
};

/** The time, once a second, for "3 seconds ago". Read it inside a component. */
export class Ticker {
  now = $state(Date.now());

  /** Starts; returns the stop. */
  start(everyMs = 1_000): () => void {
    const timer = setInterval(() => {
      this.now = Date.now();
    }, everyMs);
    return () => clearInterval(timer);
  }
}
