import { AppError } from '../../../shared/errors.ts';
import { type Element, FOOTBALL_ELEMENTS } from '../elements.ts';

const MB = 1024 * 1024;

/**
 * Holds a model against the limits of the elements it is meant for, football's by default.
 *
 * @throws AppError `limit.size` with both numbers
 */
export function checkModelSize(
  name: string,
  bytes: number,
  elements: readonly Element[] = FOOTBALL_ELEMENTS,
): void {
  const most = Math.min(...elements.map(({ maxModelBytes }) => maxModelBytes));
  if (bytes <= most) return;
  throw new AppError(
    'limit.size',
    `${name} has ${bytes} bytes; the subnet takes models of at most ${most} (${most / MB} MB)`,
  );
}
