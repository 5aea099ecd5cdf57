// A Kalman filter of one coordinate that moves with a nearly constant velocity. A box is four of
// them (centre x and y, width, height): with this model and noise they never mix, so four small
// filters are the same as one of eight states.
// Sources: Kalman 1960; Rauch, Tung and Striebel 1965 for smoothing; continuous white noise
// acceleration as in Bar-Shalom et al. 2001, section 6.2: what it adds in a second does not depend
// on how many frames that second has.

/** Mean and covariance of position and velocity; pixels and seconds. */
export interface Estimate {
  readonly position: number;
  readonly velocity: number;
  /** Variance of the position, covariance, variance of the velocity. */
  readonly pp: number;
  readonly pv: number;
  readonly vv: number;
}

/** An estimate from one measurement. @param spread variance of an unknown velocity */
export function begin(measured: number, noise: number, spread: number): Estimate {
  return { position: measured, velocity: 0, pp: noise, pv: 0, vv: spread };
}

/**
 * The estimate after `dt` seconds.
 *
 * @param unrest variance of the velocity that a second adds, px²/s² per second
 */
export function predict(estimate: Estimate, dt: number, unrest: number): Estimate {
  const { position, velocity, pp, pv, vv } = estimate;
  const dt2 = dt * dt;
  return {
    position: position + velocity * dt,
    velocity,
    pp: pp + 2 * dt * pv + dt2 * vv + (unrest * dt2 * dt) / 3,
    pv: pv + dt * vv + (unrest * dt2) / 2,
    vv: vv + unrest * dt,
  };
}

/** The estimate after a measurement. @param noise variance of the measurement */
export function correct(estimate: Estimate, measured: number, noise: number): Estimate {
  const { position, velocity, pp, pv, vv } = estimate;
  const total = pp + noise;
  const [gainP, gainV] = [pp / total, pv / total];
  const surprise = measured - position;
  return {
    position: position + gainP * surprise,
    velocity: velocity + gainV * surprise,
    pp: (1 - gainP) * pp,
    pv: (1 - gainP) * pv,
    vv: vv - gainV * pv,
  };
}

/**
 * What the whole way says about each step, from the last to the first.
 *
 * @param filtered  estimates after each step's measurement (or prediction, where there was none)
 * @param predicted the estimates before it: `predicted[i]` comes from `filtered[i - 1]`
 * @param dt        seconds from one step to the next
 */
export function smooth(
  filtered: readonly Estimate[],
  predicted: readonly Estimate[],
  dt: number,
): Estimate[] {
  const smoothed = [...filtered];
  for (let i = filtered.length - 2; i >= 0; i--) {
    const [here, ahead, later] = [filtered[i], predicted[i + 1], smoothed[i + 1]];
    if (!here || !ahead || !later) continue; // lists of one length
    smoothed[i] = smoothStep(here, ahead, later, dt);
  }
  return smoothed;
}

function smoothStep(here: Estimate, ahead: Estimate, later: Estimate, dt: number): Estimate {
  // Gain C = P Fᵀ P'⁻¹ with F = [1 dt; 0 1].
  const determinant = ahead.pp * ahead.vv - ahead.pv * ahead.pv;
  if (!(determinant > 0)) return here;
  const [a, b, c] = [here.pp + dt * here.pv, here.pv, here.pv + dt * here.vv];
  const d = here.vv;
  const [ipp, ipv, ivv] = [ahead.vv / determinant, -ahead.pv / determinant, ahead.pp / determinant];
  const [c11, c12] = [a * ipp + b * ipv, a * ipv + b * ivv];
  const [c21, c22] = [c * ipp + d * ipv, c * ipv + d * ivv];
  const [dp, dv] = [later.position - ahead.position, later.velocity - ahead.velocity];
  const [spp, spv, svv] = [later.pp - ahead.pp, later.pv - ahead.pv, later.vv - ahead.vv];
  return {
    position: here.position + c11 * dp + c12 * dv,
    velocity: here.velocity + c21 * dp + c22 * dv,
    pp: here.pp + c11 * c11 * spp + 2 * c11 * c12 * spv + c12 * c12 * svv,
    pv: here.pv + c11 * c21 * spp + (c11 * c22 + c12 * c21) * spv + c12 * c22 * svv,
    vv: here.vv + c21 * c21 * spp + 2 * c21 * c22 * spv + c22 * c22 * svv,
  };
}
