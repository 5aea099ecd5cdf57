// What a run is worth for one element, section e3.

/**
 * weight_score = beta × max(max(S − theta, 0), delta_floor).
 *
 * @param score S, weighted sum of pillars, 0..1
 */
export function weightScore(
  score: number,
  rule: { readonly theta: number; readonly deltaFloor: number; readonly beta: number },
): number {
  return rule.beta * Math.max(Math.max(score - rule.theta, 0), rule.deltaFloor);
}

/** S = Σ weight × value over the pillars of an element. */
export function elementScore(
  pillars: readonly { readonly weight: number; readonly value: number }[],
): number {
  return pillars.reduce((total, { weight, value }) => total + weight * value, 0);
}

/**
 * Real-time factor: (p95 / 10000 ms) × (service rate / 5 fps). A run with RTF above 1 scores 0.
 * (A comment in the source speaks of 1000; the code divides by 10 000, and so do the pairs.)
 */
export function realTimeFactor(p95LatencyMs: number, serviceRateFps: number): number {
  return (p95LatencyMs / 10_000) * (serviceRateFps / 5);
}

export function passesRealTime(rtf: number): boolean {
  return rtf <= 1;
}

/** weight_score of a run; 0 where it is slower than real time. Section e3. */
export function runScore(
  score: number,
  rule: { readonly theta: number; readonly deltaFloor: number; readonly beta: number },
  rtf: number,
): number {
  return passesRealTime(rtf) ? weightScore(score, rule) : 0;
}

/** 95th percentile as the subnet takes it: index int(0.95 (n − 1)) of the sorted list; empty = 0. Section e5. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(0.95 * (sorted.length - 1))] ?? 0;
}
