import { AppError } from '../shared/errors.ts';

/** A worker that never started: most often a content blocker's list matched its address. */
export function blocked(cause?: unknown): AppError {
  return new AppError(
    'worker.blocked',
    'the background script that does the work was refused; a content blocker or a company policy may stand in the way: allow this site and reload',
    { cause },
  );
}
