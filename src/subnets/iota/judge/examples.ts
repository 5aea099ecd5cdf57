// Recorded inputs of the validators' own code (tests/fixtures/conformance/09-iota.json).

/** What a validator computed; 24 values that stand for a tensor. */
export const RECORDED_VALIDATOR: readonly number[] = [
  0.0011, -0.2895, -1.1161, -0.0129, -0.3784, -0.4811, -1.5173, -0.4909, -0.2407, -0.6479, 0.6359,
  1.7401, 0.2967, 0.7075, 1.8228, 0.4308, 1.5427, -0.9007, -0.1371, 1.2976, 0.6753, 0.032, 0.9181,
  0.3805,
];

/** The same, each value with a little noise: passes. */
export const RECORDED_NOISE: readonly number[] = [
  0.052737, -0.325024, -1.095222, 0.019941, -0.428222, -0.690278, -1.525559, -0.245382, -0.507911,
  -0.739228, 0.613169, 1.767032, 0.409746, 0.81174, 1.953181, 0.56974, 1.477055, -0.906326,
  -0.18709, 1.341242, 0.637719, -0.060306, 1.109825, 0.36547,
];

/** The same, every value × 0.79: too short, though in the right direction. */
export const RECORDED_SCALED: readonly number[] = [
  0.000869, -0.228705, -0.881719, -0.010191, -0.298936, -0.380069, -1.198667, -0.387811, -0.190153,
  -0.511841, 0.502361, 1.374679, 0.234393, 0.558925, 1.440012, 0.340332, 1.218733, -0.711553,
  -0.108309, 1.025104, 0.533487, 0.02528, 0.725299, 0.300595,
];

/** The same values in another order. */
export const RECORDED_PERMUTED: readonly number[] = [
  0.3805, 0.9181, 0.032, 0.6753, 1.2976, -0.1371, -0.9007, 1.5427, 0.4308, 1.8228, 0.7075, 0.2967,
  1.7401, 0.6359, -0.6479, -0.2407, -0.4909, -1.5173, -0.4811, -0.3784, -0.0129, -1.1161, -0.2895,
  0.0011,
];

/** Six runs; D may not be joined, F is of the other kind. */
export const RECORDED_RUNS = [
  {
    run_id: 'A',
    incentive_perc: 0.5,
    burn_factor: 0.2,
    num_miners: 9,
    tier: 1,
    whitelisted: false,
    whitelist_force_allow: false,
    authorized: true,
    is_miner_pool: false,
  },
  {
    run_id: 'B',
    incentive_perc: 0.5,
    burn_factor: 0.2,
    num_miners: 3,
    tier: 1,
    whitelisted: false,
    whitelist_force_allow: false,
    authorized: true,
    is_miner_pool: false,
  },
  {
    run_id: 'C',
    incentive_perc: 0.1,
    burn_factor: 0.9,
    num_miners: 50,
    tier: 3,
    whitelisted: false,
    whitelist_force_allow: false,
    authorized: true,
    is_miner_pool: false,
  },
  {
    run_id: 'D',
    incentive_perc: 0.9,
    burn_factor: 0,
    num_miners: 0,
    tier: 3,
    whitelisted: true,
    whitelist_force_allow: false,
    authorized: false,
    is_miner_pool: false,
  },
  {
    run_id: 'E',
    incentive_perc: 0.01,
    burn_factor: 0,
    num_miners: 5,
    tier: 0,
    whitelisted: true,
    whitelist_force_allow: true,
    authorized: true,
    is_miner_pool: false,
  },
  {
    run_id: 'F',
    incentive_perc: 0.9,
    burn_factor: 0,
    num_miners: 0,
    tier: 3,
    whitelisted: true,
    whitelist_force_allow: true,
    authorized: true,
    is_miner_pool: true,
  },
];
