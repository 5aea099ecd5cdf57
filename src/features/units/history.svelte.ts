import { type AppError, toAppError } from '../../shared/errors.ts';
import type { FeedEvent } from '../../protocol/feed.ts';
import type { UnitInfo } from '../../protocol/submission.ts';
import type { ApiClient } from '../../miner/client.ts';
import type { OpenLive } from '../data/live.svelte.ts';
import { mergeUnits } from './merge.ts';

// A device's units, newest first: pages on demand, changes as they happen.

const PAGE = 20;

export interface HistoryPorts {
  readonly client: Pick<ApiClient, 'units'>;
  readonly openLive: OpenLive;
  readonly deviceKey: string;
}

export class UnitHistory {
  units = $state.raw<readonly UnitInfo[] | null>(null);
  error = $state.raw<AppError | null>(null);
  loading = $state(false);
  connection = $state<'connecting' | 'online'>('connecting');
  freshMs = $state(0);
  #before = $state<string | null>(null);
  readonly #ports: HistoryPorts;

  constructor(ports: HistoryPorts) {
    this.#ports = ports;
  }

  get hasOlder(): boolean {
    return this.#before !== null;
  }

  /** Reads the newest page; older pages that were open stay. */
  async load(): Promise<void> {
    const first = this.units === null;
    await this.#read(null, (before) => {
      if (first) this.#before = before;
    });
  }

  /** Reads the page behind the oldest unit shown. */
  async older(): Promise<void> {
    if (this.#before === null) return;
    await this.#read(this.#before, (before) => {
      this.#before = before;
    });
  }

  /** Takes units that came another way: the feed, or the miner in this tab. */
  merge(units: readonly UnitInfo[]): void {
    const own = units.filter(({ deviceKey }) => deviceKey === this.#ports.deviceKey);
    if (own.length === 0) return;
    this.units = mergeUnits(this.units ?? [], own);
    this.freshMs = Date.now();
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
    if (event.type === 'unit') this.merge([event.unit]);
    else if (event.type === 'decided') this.merge(event.units);
    else if (event.type === 'resync') void this.load();
    // The coordinator is back: what could not be read before can be now.
    else if (event.type === 'welcome' && this.error) void this.load();
  }

  async #read(before: string | null, paged: (before: string | null) => void): Promise<void> {
    this.loading = true;
    try {
      const page = await this.#ports.client.units(this.#ports.deviceKey, { before, limit: PAGE });
      this.units ??= [];
      paged(page.nextBefore);
      this.merge(page.units);
      this.error = null;
      this.freshMs = Date.now();
    } catch (error) {
      this.error = toAppError(error);
    } finally {
      this.loading = false;
    }
  }
}
