import { AppError } from '../../../shared/errors.ts';
import { classOfName } from '../folder/classes.ts';
import { FOOTBALL_CLASSES } from '../pipeline/contract.ts';

// A model's classes → the objects of an element.

/** Classes of COCO as 80-class models number them; the two that football has. */
const COCO_SIZE = 80;
const COCO: ReadonlyMap<number, string> = new Map([
  [0, 'person'],
  [32, 'sports ball'],
]);

/**
 * `cls_id` (place in `objects`) of each class of a model; null where the element has no such object.
 *
 * @param count   classes of the model
 * @param names   of its classes in order; null where nobody says
 * @param objects of the element by `cls_id`
 * @throws AppError `model.unusable` when names and model differ, or none of the names is an object
 */
export function mapClasses(
  count: number,
  names: readonly string[] | null,
  objects: readonly string[],
): (number | null)[] {
  const known = names ?? usualNames(count, objects);
  if (known.length !== count) {
    throw new AppError(
      'model.unusable',
      `${known.length} classes are named (${shorten(known)}), the model has ${count}`,
    );
  }
  const map = known.map((name) => objectOf(name, objects));
  if (map.every((cls) => cls === null)) {
    throw new AppError(
      'model.unusable',
      `none of the classes ${shorten(known)} is an object of the element: ${objects.join(', ')}`,
    );
  }
  return map;
}

/** Whether the model was not made for the element: its classes are COCO's. */
export function areCocoClasses(count: number, names: readonly string[] | null): boolean {
  return names === null && count === COCO_SIZE;
}

function usualNames(count: number, objects: readonly string[]): readonly string[] {
  if (count === objects.length) return objects;
  if (count === COCO_SIZE) {
    return Array.from({ length: COCO_SIZE }, (_, index) => COCO.get(index) ?? '');
  }
  throw new AppError(
    'model.unusable',
    `the model has ${count} classes and nothing says which; name them in its order (the element has ${objects.join(', ')})`,
  );
}

/** Place of an object by its name or, in football, by any usual name for it. */
function objectOf(name: string, objects: readonly string[]): number | null {
  const plain = (text: string): string => text.trim().toLowerCase();
  const exact = objects.findIndex((object) => plain(object) === plain(name));
  if (exact >= 0) return exact;
  const football = FOOTBALL_CLASSES[classOfName(name) ?? -1];
  const place = football === undefined ? -1 : objects.indexOf(football);
  return place >= 0 ? place : null;
}

function shorten(names: readonly string[]): string {
  const shown = names.filter((name) => name !== '').slice(0, 6);
  return shown.length < names.length ? `${shown.join(', ')}, …` : shown.join(', ');
}
