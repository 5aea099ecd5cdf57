import type { Logger } from 'pino';
import type { Clock } from '../../shared/clock.ts';
import type { ChainValidators } from '../../protocol/chain-snapshot.ts';
import type { Hello } from '../../protocol/hello.ts';
import type { BlobStore } from '../blobs/store.ts';
import type { CoordinatorCore } from '../port.ts';
import type { HeaderOptions } from './headers.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimiter } from './rate.ts';
import type { SignatureChecker } from './signature.ts';
import type { StaticFiles } from './static-files.ts';

/** Everything the routes need; made by the server, or by a test. */
export interface HttpOptions {
  readonly core: CoordinatorCore;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly headers: HeaderOptions;
  readonly signatures: SignatureChecker;
  readonly rate: RateLimiter;
  /** Trusted proxies in front. */
  readonly proxies: number;
  /** Secret of the operator's own devices, null when there are none. */
  readonly demoToken: string | null;
  /** Bytes the blob store may hold. */
  readonly blobQuota: number;
  /** The parts of `Hello` that do not change while the server runs. */
  readonly facts: Omit<Hello, 'timeMs' | 'subnets'>;
  /** The built app, null where it is not built. */
  readonly app: StaticFiles | null;
  readonly isReady: () => boolean;
  /** Validators as last read from the chain; absent where no chain is configured. */
  readonly validators?: () => ChainValidators | null;
}
