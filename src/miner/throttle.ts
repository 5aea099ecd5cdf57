import type { Scheduler } from './loop/scheduler.ts';

/** Passes values on at most once per `ms`: the first at once, then always the newest. */
export function throttle<T>(
  scheduler: Scheduler,
  ms: number,
  pass: (value: T) => void,
): (value: T) => void {
  let next: { value: T } | null = null;
  let resting = false;
  function rest(): void {
    resting = true;
    scheduler.after(ms, () => {
      resting = false;
      if (!next) return;
      const { value } = next;
      next = null;
      rest();
      pass(value);
    });
  }
  return (value) => {
    if (resting) {
      next = { value };
      return;
    }
    rest();
    pass(value);
  };
}
