import {
  BOARD_WINDOWS,
  type BoardWindow,
  type Leaderboard,
  type NetworkInfo,
} from '../../protocol/board.ts';
import type { FeedEvent } from '../../protocol/feed.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { ApiClient } from '../../miner/client.ts';
import { type Scheduler, systemScheduler } from '../../miner/loop/scheduler.ts';
import { throttle } from '../../miner/throttle.ts';
import type { OpenLive } from '../data/live.svelte.ts';
import { Resource } from '../data/resource.svelte.ts';

// The board in view: read on demand, read again when the feed says that it changed.

const REFETCH_MS = 1_000 / LIMITS.feedPushesPerSecond;

export interface BoardPick {
  readonly subnet: string;
  readonly window: BoardWindow;
}

export interface BoardPorts {
  readonly client: Pick<ApiClient, 'leaderboard' | 'network'>;
  readonly openLive: OpenLive;
  readonly scheduler?: Scheduler;
}

/** A window named in an address; anything else is the day. */
export function windowOf(text: string | null): BoardWindow {
  return BOARD_WINDOWS.find((one) => one === text) ?? '24h';
}

export class Board {
  readonly table: Resource<Leaderboard>;
  /** Totals as read; what the feed pushes is newer. */
  readonly totals: Resource<NetworkInfo>;
  connection = $state<'connecting' | 'online'>('connecting');
  /** When the newest figures came, by the browser's clock. */
  freshMs = $state(0);
  #pushed = $state.raw<NetworkInfo | null>(null);
  #pick: BoardPick;
  readonly #ports: BoardPorts;
  readonly #refetch: (value: null) => void;

  constructor(ports: BoardPorts, pick: BoardPick) {
    this.#ports = ports;
    this.#pick = pick;
    this.table = new Resource(async () => {
      const table = await ports.client.leaderboard(this.#pick.subnet, this.#pick.window);
      this.freshMs = Date.now();
      return table;
    });
    this.totals = new Resource(() => ports.client.network());
    const scheduler = ports.scheduler ?? systemScheduler;
    this.#refetch = throttle<null>(scheduler, REFETCH_MS, () => void this.table.load());
  }

  get network(): NetworkInfo | null {
    return this.#pushed ?? this.totals.value;
  }

  /** Shows another board; the old rows go at once, they would be wrong. */
  show(pick: BoardPick): void {
    this.#pick = pick;
    this.table.reset();
    void this.table.load();
  }

  reload(): void {
    void this.table.load();
    void this.totals.load();
  }

  /** Joins the feed; returns the leave. */
  join(): () => void {
    return this.#ports.openLive(
      (event) => this.#hear(event),
      (state) => {
        this.connection = state;
      },
    );
  }

  #hear(event: FeedEvent): void {
    switch (event.type) {
      case 'board':
        return this.#refetch(null);
      case 'network':
        this.#pushed = event.network;
        this.freshMs = Date.now();
        return;
      case 'welcome': // anything may have happened while nobody listened
      case 'resync':
        if (this.totals.error) void this.totals.load();
        return this.#refetch(null);
      default:
        return;
    }
  }
}
