/** Keeps the division finite; it also decides the gate of short keys. */
export const GATE_EPSILON = 1e-8;

/**
 * Gate of one key: α = (1 − e^(−βλ)) / (λ + 1e-8), 0 at λ = 0.
 *
 * Plain 1 − e^x as upstream, not `expm1`: at βλ = 1e-9 they differ by 3e-8 relative.
 *
 * @param beta   of the head, at least 0 (a softplus)
 * @param lambda ‖k‖², at least 0
 * @returns 0..β
 *
 * Source: flash-linear-attention fork `fla/ops/quasar/gate.py` @ b3b94ef.
 */
export function gateAlpha(beta: number, lambda: number): number {
  return (1 - Math.exp(-beta * lambda)) / (lambda + GATE_EPSILON);
}
