// Bare arithmetic of a device: each thread walks eight independent chains of multiply-adds of four
// f32, `rounds` times, and writes their sum so that nothing can be left out.
// 8 chains · 4 lanes · 2 operations = 64 operations a round and thread.

struct Params {
  rounds: u32,
  threads: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn roofline(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.threads) {
    return;
  }
  let factor = vec4f(0.999, 0.998, 0.997, 0.996);
  let step = vec4f(f32(id.x & 7u) * 0.001);
  var a = vec4f(0.1);
  var b = vec4f(0.2);
  var c = vec4f(0.3);
  var d = vec4f(0.4);
  var e = vec4f(0.5);
  var f = vec4f(0.6);
  var g = vec4f(0.7);
  var h = vec4f(0.8);
  for (var round = 0u; round < params.rounds; round++) {
    a = fma(a, factor, step);
    b = fma(b, factor, step);
    c = fma(c, factor, step);
    d = fma(d, factor, step);
    e = fma(e, factor, step);
    f = fma(f, factor, step);
    g = fma(g, factor, step);
    h = fma(h, factor, step);
  }
  sums[id.x] = dot(a + b + c + d + e + f + g + h, vec4f(1));
}
