import { AppError } from '../../shared/errors.ts';
import type { CoordinatorApp } from './app.ts';
import type { HttpOptions } from './options.ts';

/** For the operator's tools: alive, ready for work, figures. */
export function addOperations(app: CoordinatorApp, options: HttpOptions): void {
  const { core, metrics, isReady } = options;

  app.get('/healthz', (c) => c.json({ status: 'alive' }));

  app.get('/readyz', async (c) => {
    if (!isReady()) throw notReady();
    try {
      await core.lastEventSeq();
    } catch (cause) {
      throw notReady(cause);
    }
    return c.json({ status: 'ready' });
  });

  app.get('/metrics', async (c) =>
    c.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
}

function notReady(cause?: unknown): AppError {
  return new AppError('store.unavailable', 'the coordinator is not ready for work', {
    retryable: true,
    cause,
  });
}
