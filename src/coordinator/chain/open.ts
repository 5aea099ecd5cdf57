import type { Logger } from 'pino';
import type { Clock } from '../../shared/clock.ts';
import { allManifests } from '../../subnets/judges.ts';
import type { Config } from '../config/load.ts';
import { MISSION_NETUIDS } from './read.ts';
import { type ChainWatch, type WatchedChain, startChainWatch } from './watch.ts';

export interface OpenChainOptions {
  readonly config: Pick<Config, 'chainEndpoints' | 'chainGenesis' | 'chainEveryBlocks'>;
  /** Opens the one connection; only called when an endpoint is configured. */
  readonly connect: (endpoints: readonly string[]) => Promise<WatchedChain>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onChange: () => void;
}

/**
 * The chain as the coordinator sees it. Returns at once: loading the chain's library and the first
 * connection go on beside the coordinator's own start, and a failure is a line in the log.
 */
export function openChain({ config, connect, clock, log, onChange }: OpenChainOptions): ChainWatch {
  let watch: ChainWatch | null = null;
  let stopped = false;

  async function start(): Promise<void> {
    try {
      const client = await connect(config.chainEndpoints);
      if (stopped) return await client.close();
      watch = startChainWatch({
        client,
        genesis: config.chainGenesis,
        netuids: [...new Set([...MISSION_NETUIDS, ...allManifests.map(({ netuid }) => netuid)])],
        everyBlocks: config.chainEveryBlocks,
        clock,
        log,
        onChange,
      });
    } catch (error) {
      log.error({ err: error }, 'the chain cannot be watched; the coordinator goes on without it');
    }
  }

  const starting = config.chainEndpoints.length > 0 ? start() : Promise.resolve();
  return {
    snapshot: () => watch?.snapshot() ?? null,
    validators: () => watch?.validators() ?? null,
    async stop() {
      stopped = true;
      await starting;
      await watch?.stop();
    },
  };
}
