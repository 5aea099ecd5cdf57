import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  /** Requests by route pattern and status. */
  readonly requests: Counter<'route' | 'status'>;
  /** Seconds from a submission's arrival to its acknowledgement. */
  readonly acknowledged: Histogram;
  readonly verdicts: Counter<'subnet' | 'accepted'>;
  /** Seconds a verification took in its thread. */
  readonly verification: Histogram<'subnet'>;
  readonly verificationFailures: Counter;
  /** Submissions that verification threads hold now. */
  readonly verifying: Gauge;
  readonly feeds: Gauge;
  readonly renderedGroups: Counter<'subnet'>;
}

/** The server's own figures, and Node's (event loop delay, memory, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'adit_requests_total',
      help: 'Requests by route and status',
      labelNames: ['route', 'status'] as const,
      registers,
    }),
    acknowledged: new Histogram({
      name: 'adit_acknowledge_seconds',
      help: 'From a submission’s arrival to its acknowledgement',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    verdicts: new Counter({
      name: 'adit_verdicts_total',
      help: 'Verdicts by subnet',
      labelNames: ['subnet', 'accepted'] as const,
      registers,
    }),
    verification: new Histogram({
      name: 'adit_verification_seconds',
      help: 'Time of a verification in its thread',
      labelNames: ['subnet'] as const,
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
      registers,
    }),
    verificationFailures: new Counter({
      name: 'adit_verification_failures_total',
      help: 'Verifications that failed in the coordinator itself',
      registers,
    }),
    verifying: new Gauge({
      name: 'adit_verifying',
      help: 'Submissions that verification threads hold now',
      registers,
    }),
    feeds: new Gauge({ name: 'adit_feeds', help: 'Open live feeds', registers }),
    renderedGroups: new Counter({
      name: 'adit_rendered_groups_total',
      help: 'Groups rendered into the pool',
      labelNames: ['subnet'] as const,
      registers,
    }),
  };
}
