// Recorded inputs of the validators' own code (tests/fixtures/conformance/44-score.json).

interface Row {
  readonly frame_id: number;
  /** cls_id, x1, y1, x2, y2, and of an answer the confidence. */
  readonly boxes: readonly (readonly number[])[];
}

/** The names of the subnet around the bare numbers. */
function toFrames(rows: readonly Row[]) {
  return rows.map(({ frame_id, boxes }) => ({
    frame_id,
    boxes: boxes.map(([cls_id, x1, y1, x2, y2, conf]) => ({
      x1,
      y1,
      x2,
      y2,
      cls_id,
      ...(conf === undefined ? {} : { conf }),
    })),
  }));
}

/** Pair `random_1` of the group detection, element manak0/Detect-crime. */
export const RECORDED_BOXES = {
  element: 'manak0/Detect-crime',
  truth: toFrames([
    { frame_id: 0, boxes: [] },
    {
      frame_id: 1,
      boxes: [
        [3, 502, 153, 528, 235],
        [3, 560, 451, 673, 538],
        [1, 258, 67, 286, 158],
        [5, 452, 202, 495, 231],
        [4, 86, 140, 184, 263],
        [4, 763, 273, 807, 354],
        [1, 35, 359, 137, 431],
      ],
    },
    {
      frame_id: 2,
      boxes: [
        [1, 575, 59, 604, 113],
        [2, 386, 423, 505, 502],
      ],
    },
    {
      frame_id: 3,
      boxes: [
        [5, 114, 410, 247, 537],
        [1, 197, 128, 278, 287],
        [2, 353, 21, 485, 75],
        [0, 439, 156, 506, 274],
        [0, 718, 223, 797, 370],
        [2, 821, 275, 832, 343],
      ],
    },
    {
      frame_id: 4,
      boxes: [
        [4, 910, 407, 943, 445],
        [4, 564, 222, 630, 379],
        [4, 494, 423, 517, 532],
        [3, 78, 272, 221, 336],
        [1, 792, 68, 830, 212],
        [2, 907, 140, 941, 215],
        [4, 351, 43, 420, 190],
        [0, 712, 280, 852, 387],
      ],
    },
  ]),
  answer: toFrames([
    { frame_id: 0, boxes: [[4, 66, 262, 199, 339, 0.3299]] },
    {
      frame_id: 1,
      boxes: [
        [1, 261, 75, 281, 160, 0.9673],
        [5, 459, 198, 487, 225, 0.9148],
        [4, 90, 144, 188, 271, 0.449],
        [4, 762, 270, 803, 346, 0.3338],
        [5, 329, 326, 380, 353, 0.6214],
        [0, 35, 210, 118, 224, 0.1948],
      ],
    },
    {
      frame_id: 2,
      boxes: [
        [1, 574, 59, 600, 114, 0.2634],
        [2, 390, 420, 502, 509, 0.1787],
        [3, 705, 295, 787, 381, 0.4963],
      ],
    },
    {
      frame_id: 3,
      boxes: [
        [5, 106, 407, 245, 539, 0.6584],
        [1, 199, 134, 285, 279, 0.5728],
        [2, 346, 22, 482, 74, 0.7581],
        [2, 818, 281, 832, 336, 0.8902],
        [2, 114, 276, 210, 413, 0.449],
        [0, 30, 22, 176, 156, 0.3907],
      ],
    },
    {
      frame_id: 4,
      boxes: [
        [4, 912, 405, 948, 437, 0.7005],
        [4, 570, 226, 626, 371, 0.3953],
        [4, 492, 421, 519, 537, 0.3352],
        [3, 80, 265, 225, 338, 0.4683],
        [4, 352, 51, 418, 196, 0.0123],
        [0, 706, 278, 859, 388, 0.2391],
        [1, 723, 272, 794, 341, 0.4852],
        [3, 332, 73, 419, 228, 0.3013],
      ],
    },
  ]),
  width: 960,
  height: 540,
};

export const RECORDED_BOXES_SCORE = 0.6907023809523809;

/** Pair `copycat_loses` of the group tiebreak. */
export const RECORDED_CONTEST = {
  challenges: Array.from({ length: 30 }, (_, i) => `c${i}`),
  miners: [
    {
      uid: 1,
      hotkey: 'hkA',
      block: 500,
      scores: [
        0.612687, 0.626949, 0.625275, 0.615101, 0.619909, 0.61899, 0.623032, 0.625774, 0.611877,
        0.610567, 0.626715, 0.618655, 0.625246, 0.610042, 0.618908, 0.624431, 0.614575, 0.628905,
        0.628029, 0.610612, 0.610509, 0.620828, 0.628783, 0.617624, 0.614332, 0.618442, 0.610581,
        0.614434, 0.618758, 0.619916,
      ],
    },
    {
      uid: 2,
      hotkey: 'hkB',
      block: 100,
      scores: [
        0.619121, 0.618957, 0.601131, 0.601697, 0.61671, 0.614719, 0.613395, 0.606163, 0.612119,
        0.612136, 0.611624, 0.603168, 0.608613, 0.607871, 0.61446, 0.619896, 0.618988, 0.610884,
        0.608897, 0.605365, 0.600718, 0.600549, 0.609298, 0.606369, 0.6076, 0.617836, 0.610515,
        0.61121, 0.604722, 0.600477,
      ],
    },
    {
      uid: 3,
      hotkey: 'hkC',
      block: 50,
      scores: [
        0.294759, 0.300885, 0.297399, 0.302078, 0.302514, 0.291311, 0.290263, 0.306749, 0.295187,
        0.294687, 0.309913, 0.299405, 0.306729, 0.299527, 0.302781, 0.293012, 0.302697, 0.307361,
        0.300464, 0.304825, 0.303428, 0.291281, 0.305165, 0.301822, 0.296025, 0.29062, 0.307311,
        0.299455, 0.304376, 0.307576,
      ],
    },
  ],
  window: '1234',
  delta_rel: 0.09,
  uid: 1,
};

export const RECORDED_WINNER = 2;

/** A road sign by its outline, and an answer a little inside it: the recorded `triangle_polygon`. */
export const RECORDED_TRIANGLE = {
  element: 'manak0/Detect-road-signs',
  truth: [
    {
      frame_id: 0,
      boxes: [],
      polygons: [
        {
          cls_id: 0,
          points: [
            [100, 200],
            [200, 200],
            [150, 100],
          ],
        },
      ],
    },
  ],
  answer: [
    {
      frame_id: 0,
      boxes: [],
      polygons: [
        {
          cls_id: 0,
          conf: 0.7,
          points: [
            [102, 200],
            [198, 200],
            [150, 104],
          ],
        },
      ],
    },
  ],
  width: 960,
  height: 540,
};

export const RECORDED_DELIVERY = {
  kph: 130,
  bounce_x: 6,
  stump_y: -0.05,
  deviation: -0.4,
  swing_angle: 1.2,
  stump_z: 0.7,
  release_y: 0.5,
  release_z: 2.1,
  bounce_y: -0.1,
  impact_x: 1.9,
  impact_y: -0.2,
  impact_z: 0.6,
  interception_distance: 2,
};

/** Every field off by half its tolerance. */
export const RECORDED_HALF_OFF = {
  kph: 131.5,
  bounce_x: 6.125,
  stump_y: 0.01,
  deviation: 0.6,
  swing_angle: 2.2,
  stump_z: 0.76,
  release_y: 0.575,
  release_z: 2.175,
  bounce_y: -0.025,
  impact_x: 2.025,
  impact_y: -0.125,
  impact_z: 0.675,
  interception_distance: 2.125,
};

export const RECORDED_CARD = {
  subgrade_surface: 9,
  subgrade_edges: 9,
  subgrade_corners: 8,
  subgrade_centering: 10,
  card_grade: 9,
};
