import type { DecodedImage } from '../../contract.ts';
import { shirtColour } from '../teams/shirt.ts';
import { splitShirts } from '../teams/sides.ts';
import type { Detection } from './contract.ts';

/** Goalkeepers and referees wear what they like. */
const PLAYER = 2;

/**
 * Boxes with their players' sides by the shirts of this frame alone: the same pixels and boxes give
 * the same sides, whatever frames came before. A shirt that fits neither side gets none.
 */
export function giveSides(boxes: readonly Detection[], image: DecodedImage): Detection[] {
  const { sides } = splitShirts(
    boxes.map((box) => (box.cls_id === PLAYER ? shirtColour(image, box) : null)),
  );
  return boxes.map((box, index) => {
    const side = sides[index];
    return side ? { ...box, team_id: side } : box;
  });
}
