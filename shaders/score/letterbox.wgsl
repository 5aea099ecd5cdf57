// Tile of a frame → the model's input: bilinear between pixel centres, clamped to the tile.
// frame: rgba8unorm → planes (3, input_height, input_width) f32 row-major, RGB in 0..1; black
// outside the content, which lies flush with the top left.
// A position is a fraction of whole numbers, ((2i + 1) · length - content) / (2 · content): taps
// are exactly the CPU's, weights differ from it by one rounding. One thread an input pixel.

struct Params {
  tile_x: u32,
  tile_y: u32,
  tile_width: u32,
  tile_height: u32,
  content_width: u32,
  content_height: u32,
  input_width: u32,
  input_height: u32,
}

struct Taps {
  first: i32,
  second: i32,
  weight: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var frame: texture_2d<f32>;
@group(0) @binding(2) var<storage, read_write> planes: array<f32>;

fn taps(index: u32, content: u32, length: u32) -> Taps {
  let divisor = 2 * i32(content);
  let last = i32(length) - 1;
  let position = clamp((2 * i32(index) + 1) * i32(length) - i32(content), 0, last * divisor);
  let first = position / divisor;
  return Taps(first, min(first + 1, last), f32(position - first * divisor) / f32(divisor));
}

fn pixel(x: i32, y: i32) -> vec3f {
  return textureLoad(frame, vec2i(x + i32(params.tile_x), y + i32(params.tile_y)), 0).rgb;
}

@compute @workgroup_size(16, 16)
fn letterbox(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.input_width || id.y >= params.input_height) {
    return;
  }
  var colour = vec3f(0);
  if (id.x < params.content_width && id.y < params.content_height) {
    let across = taps(id.x, params.content_width, params.tile_width);
    let down = taps(id.y, params.content_height, params.tile_height);
    let upper = mix(pixel(across.first, down.first), pixel(across.second, down.first), across.weight);
    let lower = mix(pixel(across.first, down.second), pixel(across.second, down.second), across.weight);
    colour = mix(upper, lower, down.weight);
  }
  let plane = params.input_width * params.input_height;
  let at = id.y * params.input_width + id.x;
  planes[at] = colour.r;
  planes[plane + at] = colour.g;
  planes[2 * plane + at] = colour.b;
}
