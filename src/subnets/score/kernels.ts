import decodeSource from '../../../shaders/score/decode.wgsl?raw';
import letterboxSource from '../../../shaders/score/letterbox.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';

// The pipeline's stages on the GPU. Suppression stays on the CPU: it takes a few dozen boxes, and
// less time there than starting a kernel does.

/** Tile of a frame → planes of the model's input; CPU truth: pipeline/letterbox.ts. */
export const letterboxKernel = defineKernel({
  name: 'score/letterbox',
  source: letterboxSource,
  params: {
    tile_x: 'u32',
    tile_y: 'u32',
    tile_width: 'u32',
    tile_height: 'u32',
    content_width: 'u32',
    content_height: 'u32',
    input_width: 'u32',
    input_height: 'u32',
  },
  bindings: { frame: 'texture', planes: 'write' },
  workgroups: ({ input_width, input_height }) => [
    Math.ceil(input_width / 16),
    Math.ceil(input_height / 16),
    1,
  ],
});

/** Model outputs → cells that are objects; CPU truth: pipeline/decode.ts. */
export const decodeKernel = defineKernel({
  name: 'score/decode',
  source: decodeSource,
  params: {
    width: 'u32',
    height: 'u32',
    person_threshold: 'f32',
    ball_threshold: 'f32',
    ball_plane: 'u32',
    has_roles: 'u32',
    capacity: 'u32',
  },
  bindings: { heat: 'read', box: 'read', roles: 'read', found: 'write' },
  workgroups: ({ width, height }) => [Math.ceil(width / 16), Math.ceil(height / 8), 2],
});
