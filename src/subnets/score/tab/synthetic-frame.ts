import { present } from '../../../shared/assert.ts';
import { type Frame, frameOf } from './frame.ts';

/** A frame like football: grass, lines and two dozen upright figures. For probes and warming up. */
export async function syntheticFrame(width: number, height: number): Promise<Frame> {
  const canvas = new OffscreenCanvas(width, height);
  const context = present(canvas.getContext('2d', { willReadFrequently: true }), '2d context');
  context.fillStyle = 'rgb(58 122 52)';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'rgb(235 240 235)';
  context.fillRect(0, height * 0.2, width, 3);
  context.fillRect(width * 0.5, height * 0.2, 3, height);
  for (let i = 0; i < 24; i++) {
    const x = ((i * 0.618) % 1) * width;
    const y = height * (0.22 + 0.6 * ((i * 0.414) % 1));
    context.fillStyle = i % 2 === 0 ? 'rgb(190 30 40)' : 'rgb(240 240 250)';
    context.fillRect(x, y, width / 80, height / 16);
    context.fillStyle = 'rgb(20 20 30)';
    context.fillRect(x, y + height / 16, width / 80, height / 28);
  }
  return frameOf(await createImageBitmap(canvas));
}
