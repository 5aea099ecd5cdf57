import { formatBytes, formatCount, formatNumber } from '../../app/format.ts';
import type { JobDetail, JobInfo, JobLimits, JobState } from '../../protocol/job.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { AppError } from '../../shared/errors.ts';
import type { JobPage } from '../../subnets/job-page.ts';
import { m } from '../../paraglide/messages.js';
import type { Tone } from '../data/words.ts';
import { errorSentence } from '../session/words.ts';
import type { Obstacle } from './order.svelte.ts';

// Jobs in the reader's words.

interface StateWord {
  readonly word: () => string;
  readonly tone: Tone;
}

export const JOB_STATES: Readonly<Record<JobState, StateWord>> = {
  draft: { word: m.jobs_state_draft, tone: 'plain' },
  preparing: { word: m.jobs_state_preparing, tone: 'info' },
  running: { word: m.jobs_state_running, tone: 'lamp' },
  assembling: { word: m.jobs_state_assembling, tone: 'info' },
  done: { word: m.jobs_state_done, tone: 'good' },
  cancelled: { word: m.jobs_state_cancelled, tone: 'plain' },
  failed: { word: m.jobs_state_failed, tone: 'bad' },
};

/** Whether a job's units are there to be taken and no device has one. */
export function isWaiting({ state, progress: { items } }: JobInfo): boolean {
  return state === 'running' && items.open > 0 && items.leased + items.verifying === 0;
}

/** What happens with a job now. */
export function stateSentence(job: JobInfo): string {
  const { state, round, items, progress } = job;
  switch (state) {
    case 'draft':
      return m.jobs_now_draft();
    case 'preparing':
      return m.jobs_now_preparing();
    case 'running': {
      if (!isWaiting(job)) {
        const done = formatCount(progress.items.accepted);
        return m.jobs_now_running({ done, items: formatCount(items) });
      }
      return round > 0 ? m.jobs_now_waiting_again() : m.jobs_now_waiting();
    }
    case 'assembling':
      return m.jobs_now_assembling();
    case 'done':
      return m.jobs_now_done();
    case 'cancelled':
      return m.jobs_now_cancelled();
    case 'failed':
      return m.jobs_now_failed();
  }
}

/** What stands in the way of an order, with the numbers and what to do. */
export function obstacleSentence(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'items': {
      const numbers = { items: formatCount(obstacle.items), most: formatCount(obstacle.most) };
      const { fps } = obstacle;
      return fps !== null && fps > 0
        ? m.jobs_too_long({ ...numbers, fps: formatNumber(fps, 1) })
        : m.jobs_too_many({ ...numbers });
    }
    case 'bytes':
      return m.jobs_too_big({
        bytes: formatBytes(obstacle.bytes),
        most: formatBytes(obstacle.most),
      });
    case 'jobs':
      return m.jobs_too_many_jobs({ count: obstacle.jobs, most: formatCount(obstacle.most) });
  }
}

export interface RefusalFacts {
  readonly page: JobPage | null;
  readonly limits?: JobLimits | null;
  readonly detail?: JobDetail | null;
}

/** Why the coordinator or this browser refused, with the numbers and what to do. */
export function refusalSentence(
  { code, reason }: AppError,
  { page, limits, detail }: RefusalFacts,
): string {
  switch (code) {
    case 'media.unsupported':
      return page?.fault(reason) ?? errorSentence(code);
    case 'job.item-limit':
      return limits
        ? m.jobs_refused_items({ most: formatCount(limits.items) })
        : errorSentence(code);
    case 'job.byte-limit':
      return limits
        ? m.jobs_refused_bytes({ most: formatBytes(limits.bytes) })
        : errorSentence(code);
    case 'job.limit':
      return limits
        ? m.jobs_refused_jobs({ most: formatCount(limits.perDevice) })
        : errorSentence(code);
    case 'job.incomplete':
      return detail
        ? m.jobs_refused_incomplete({ count: detail.missing.length })
        : errorSentence(code);
    case 'job.state':
      return detail
        ? m.jobs_refused_state({ state: JOB_STATES[detail.job.state].word() })
        : errorSentence(code);
    case 'limit.size':
      return m.jobs_refused_size({ most: formatBytes(LIMITS.jobItemBytes) });
    case 'input.malformed':
      return m.jobs_refused_input();
    case 'storage.unavailable':
      return m.jobs_refused_storage();
    default:
      return errorSentence(code);
  }
}
