import { NO_PLAN } from './planning/guide.ts';
import type { MinerSnapshot } from './snapshot.ts';

/** Before anything was started. */
export const IDLE_SNAPSHOT: MinerSnapshot = {
  phase: 'idle',
  reason: { code: 'idle', values: {} },
  current: null,
  preview: null,
  placement: null,
  findings: [],
  msPerItem: null,
  unitsPerHour: null,
  msPerStage: {},
  share: { target: 0.5, measured: null, yielding: false },
  totals: { accepted: 0, rejected: 0, late: 0, unsent: 0, creditMicro: 0 },
  recent: [],
  connection: 'connecting',
  hello: null,
  device: null,
  error: null,
  plan: NO_PLAN,
};
