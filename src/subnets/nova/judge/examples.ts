// Inputs of the worked examples. The sequence is a recorded one of the validators' own code
// (tests/fixtures/conformance/68-nova.json).

export const VHH =
  'QVQLVESGGGLVQAGGSLRLSCAASGRTFSSYAMGWFRQAPGKEREFVAAISWSGGSTYYADSVKGRFTISRDNAKNTVYLQMNSLKPEDTAVYYCAADRGSYYYTRPNEYDYWGQGTQVTVSS';

/** Ten letters of a framework, in whose place repeats stand. */
const PLACE = 'SLRLSCAASG';

/** Five pairs are one too many; four pass. */
export const FIVE_PAIRS = VHH.replace(PLACE, 'GSGSGSGSGS');
export const FOUR_PAIRS = VHH.replace(PLACE, 'TTGSGSGSGS');

const metrics = (
  confidence: readonly [number, number, number, number, number],
  physical: readonly [number, number, number],
  developability: readonly [number, number],
) => ({
  design_iiptm: confidence[0],
  design_ptm: confidence[1],
  design_to_target_iptm: confidence[2],
  min_design_to_target_pae: confidence[3],
  interaction_pae: confidence[4],
  plip_hbonds_refolded: physical[0],
  plip_saltbridge_refolded: physical[1],
  delta_sasa_refolded: physical[2],
  liability_score: developability[0],
  liability_num_violations: developability[1],
});

/** Made up, to show how ranks come about. */
export const THREE_MINERS = {
  molecules: [
    { uid: 1, score: 0.05, block: 100, push_time: '2026-08-01T00:00:00Z' },
    { uid: 2, score: 0.07, block: 120, push_time: '2026-08-01T00:01:00Z' },
    { uid: 3, score: 0.064, block: 90, push_time: '2026-08-01T00:00:30Z' },
  ],
  nanobodies: [
    {
      uid: 1,
      block: 101,
      metrics: metrics([0.74, 0.94, 0.71, 4.4, 6.1], [8, 2, 1570.7], [3.1, 2]),
    },
    { uid: 2, block: 120, metrics: metrics([0.55, 0.67, 0.52, 7.5, 9.8], [10, 0, 1301], [2.4, 1]) },
    {
      uid: 3,
      block: 90,
      metrics: metrics([0.73, 0.81, 0.69, 4.9, 6.4], [12, 1, 1886.6], [4.0, 3]),
    },
  ],
};

/** Two miners, as recorded; one without a score has no rank. */
export const RECORDED_RANKS = {
  molecules: [
    { uid: 1, score: 0.05, block: 100, push_time: '2026-08-01T00:00:00Z' },
    { uid: 2, score: 0.07, block: 120, push_time: '2026-08-01T00:01:00Z' },
    { uid: 4, score: null, block: 1 },
  ],
  nanobodies: [],
};

/** A challenger that misses one epoch, and a champion that falls. */
export const FOUR_WINS = [
  { A: 0.51, B: 0.516 },
  { A: 0.51, B: 0.52 },
  { A: 0.51, B: null },
  { A: 0.51, B: 0.515 },
  { A: 0.5, B: 0.51 },
];

const HUNDRED = 100;
const row = (value: number): number[] => Array.from({ length: HUNDRED }, () => value);

/** One hundred molecules of the same affinities. */
export const HUNDRED_ALIKE = { targets: [row(6)], antitargets: [row(5), row(4)] };

/** A block hash whose number is 3 more than a multiple of 5. */
export const HASH_OF_THREE = '0x4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce';

/** A recorded one. */
export const RECORDED_HASH = '0x4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a';

export const ASPIRIN = 'CC(=O)Oc1ccccc1C(=O)O';
export const IBUPROFEN = 'CC(C)Cc1ccc(cc1)C(C)C(=O)O';
export const CAFFEINE = 'Cn1cnc2c1c(=O)n(C)c(=O)n2C';
