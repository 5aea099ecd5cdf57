import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';

// What the page's own thread was busy with: by the browser's observers, and by its trace.

export interface Task {
  readonly at: number;
  readonly ms: number;
}

/** What the observers in the page collected. */
export interface Observed {
  /** Events of interactions, ms; several events share the id of one interaction. */
  readonly interactions: { readonly id: number; readonly name: string; readonly ms: number }[];
  readonly tasks: Task[];
}

declare global {
  // `var` is how TypeScript names a property of the global object.
  var benchRecord: Observed;
}

/** Runs in the page before its scripts. */
export function observe(): void {
  const record: Observed = { interactions: [], tasks: [] };
  globalThis.benchRecord = record;
  // The threshold is absent from lib.dom; 16 ms is the least that the standard allows.
  const events: PerformanceObserverInit & { durationThreshold: number } = {
    type: 'event',
    durationThreshold: 16,
    buffered: true,
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!(entry instanceof PerformanceEventTiming) || !entry.interactionId) continue;
      record.interactions.push({ id: entry.interactionId, name: entry.name, ms: entry.duration });
    }
  }).observe(events);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      record.tasks.push({ at: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
}

/** A task of the page's thread in ms: as a clock on the wall sees it, and of the processor. */
export interface TracedTask {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const TraceFile = v.object({
  traceEvents: v.array(
    v.object({
      name: v.string(),
      pid: v.number(),
      tid: v.number(),
      dur: v.optional(v.number()),
      tdur: v.optional(v.number()),
      args: v.optional(v.looseObject({ name: v.optional(v.unknown()) })),
    }),
  ),
});

/** Every task of the page's thread for `ms`. On a shared machine only the processor's time is ours. */
export async function traceTasks(browser: Browser, page: Page, ms: number): Promise<TracedTask[]> {
  const categories = ['__metadata', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  await page.waitForTimeout(ms);
  const text = (await browser.stopTracing()).toString('utf8');
  const { traceEvents } = v.parse(TraceFile, JSON.parse(text));
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name === 'RunTask' && threads.has(`${pid} ${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, cpuMs: tdur / 1000 }));
}
