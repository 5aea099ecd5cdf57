// Model outputs → cells that are objects, in no particular order.
// heat (2, height, width) · box (4 or 8, height, width) · roles (3, height, width), f32 row-major
// → count, then up to `capacity` candidates. A cell is an object where its heat reaches the
// threshold and no neighbour of its 3×3 is hotter. Values are copied, none is computed: the CPU
// makes frame coordinates of them with its own arithmetic. One thread a cell and kind (z: 0 person,
// 1 ball). When more are found than fit, `count` says so and the rest is left out.

struct Params {
  width: u32,
  height: u32,
  person_threshold: f32,
  ball_threshold: f32,
  // First plane of the ball's four sides in `box`.
  ball_plane: u32,
  // 0: the model has no roles, and `roles` is not read.
  has_roles: u32,
  capacity: u32,
}

struct Candidate {
  cell: u32,
  cls: u32,
  conf: f32,
  left: f32,
  top: f32,
  right: f32,
  bottom: f32,
}

struct Found {
  count: atomic<u32>,
  candidates: array<Candidate>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> heat: array<f32>;
@group(0) @binding(2) var<storage, read> box: array<f32>;
@group(0) @binding(3) var<storage, read> roles: array<f32>;
@group(0) @binding(4) var<storage, read_write> found: Found;

fn hottest_neighbour(plane: u32, x: u32, y: u32) -> f32 {
  var hottest = 0.0;
  for (var v = max(y, 1u) - 1u; v <= min(y + 1u, params.height - 1u); v++) {
    for (var u = max(x, 1u) - 1u; u <= min(x + 1u, params.width - 1u); u++) {
      hottest = max(hottest, heat[plane + v * params.width + u]);
    }
  }
  return hottest;
}

// Goalkeeper 1, player 2, referee 3: the highest score, the first on a tie; player without roles.
fn role_at(cell: u32, area: u32) -> u32 {
  if (params.has_roles == 0u) {
    return 2u;
  }
  var best = 0u;
  for (var role = 1u; role < 3u; role++) {
    if (roles[role * area + cell] > roles[best * area + cell]) {
      best = role;
    }
  }
  return 1u + best;
}

@compute @workgroup_size(16, 8)
fn decode(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) {
    return;
  }
  let is_ball = id.z == 1u;
  let area = params.width * params.height;
  let plane = id.z * area;
  let cell = id.y * params.width + id.x;
  let conf = heat[plane + cell];
  let threshold = select(params.person_threshold, params.ball_threshold, is_ball);
  if (conf < threshold || conf < hottest_neighbour(plane, id.x, id.y)) {
    return;
  }
  let slot = atomicAdd(&found.count, 1u);
  if (slot >= params.capacity) {
    return;
  }
  let sides = select(0u, params.ball_plane, is_ball) * area + cell;
  var cls = 0u;
  if (!is_ball) {
    cls = role_at(cell, area);
  }
  found.candidates[slot] = Candidate(
    cell,
    cls,
    conf,
    box[sides],
    box[sides + area],
    box[sides + 2u * area],
    box[sides + 3u * area],
  );
}
