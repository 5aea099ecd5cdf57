// Recorded inputs of the validator's own code (subnet 54's conformance pairs), and what it gave.

/** How much of each likeness a query asks for. */
const THIRDS = { Light: 0.3, Medium: 0.4, Far: 0.3 };

/** What is asked about John Smith, and how his parts' sounds are weighed. */
const ASKED = {
  phonetic: THIRDS,
  orthographic: THIRDS,
  rules: ['name_parts_permutations', 'remove_all_spaces', 'initial_only_first_name'],
  percentage: 30,
  weights: {
    john: {
      nysiis: 0.3103507388252066,
      soundex: 0.5222521984467194,
      metaphone: 0.16739706272807403,
    },
    smith: {
      nysiis: 0.2311627174980428,
      soundex: 0.13763486931286004,
      metaphone: 0.6312024131890973,
    },
  },
};
const SMITH_PARTS = { first: 0.48925226520155374, last: 0.5107477347984464 };

const SEEDS = [['John Smith', '1980-05-14']];
const TWO_VARIATIONS = [
  ['jon smyth', '1980-05-15', '10 Baker Street, Some District, London, United Kingdom'],
  ['jhon smit', '1980-05-17', '11 Oxford Street, Some District, London, United Kingdom'],
];

export const RECORDED_NAME = {
  input: {
    name: 'John Smith',
    variations:
      'jon smyth\njhon smit\njohan smith\njohn smithe\njonn smitt\njean schmidt\nsmith john\njohnsmith\nj. smith\ndr. john smith\njahn smid\njohnn smth',
    count: 12,
    ...ASKED,
    part_weights: SMITH_PARTS,
  },
  value: 0.7681359491613846,
};

export const RECORDED_SHORT_NAME = {
  input: {
    name: 'John Smith',
    variations: 'jon\nsmith\njonsmyth',
    count: 6,
    ...ASKED,
    part_weights: SMITH_PARTS,
  },
  value: 0.1157780125453804,
};

export const RECORDED_SOUND = {
  input: {
    name: 'Vladimir Ivanov',
    variations: 'vladimer ivanof\nwladimir iwanow\nvlad ivanov\nvladymir evanov\nvolodymyr ivanoff',
    count: 5,
    phonetic: THIRDS,
    orthographic: {},
    by_sound: true,
    weights: {
      vladimir: {
        nysiis: 0.4417650409427819,
        metaphone: 0.3341847426311794,
        soundex: 0.22405021642603876,
      },
      ivanov: {
        metaphone: 0.7636998137727853,
        nysiis: 0.11778010596818082,
        soundex: 0.1185200802590339,
      },
    },
    part_weights: {
      first: 0.5736981258432018,
      last: 0.4263018741567983,
    },
  },
  value: 0.5330859861260051,
};

export const RECORDED_ANSWER = {
  input: {
    seeds: SEEDS,
    variations: {
      'John Smith': [
        ...TWO_VARIATIONS,
        ['johan smith', '1980-06-10', '12 Regent Street, Some District, London, United Kingdom'],
        ['john smithe', '1980-08-01', '13 Fleet Street, Some District, London, United Kingdom'],
        ['jonn smitt', '1981-05-01', '14 Wardour Street, Some District, London, United Kingdom'],
        ['smith john', '1980-05', '15 Dean Street, Some District, London, United Kingdom'],
      ],
    },
    count: 6,
    address_score: 1.0,
    ...ASKED,
    part_weights: { 'john smith': SMITH_PARTS },
  },
  value: 0.9202192051180131,
};

export const RECORDED_TWO = {
  input: {
    seeds: SEEDS,
    variations: { 'John Smith': TWO_VARIATIONS },
    count: 6,
    address_score: 0.9,
    ...ASKED,
    part_weights: { 'john smith': SMITH_PARTS },
  },
  value: 0.5011437488018772,
};

export const RECORDED_COLLUSION = {
  answers: ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff'].map((end, i) => ({
    'John Smith': [
      [`n${i} x${i}`, '1980-01-01', `${i} Road ${end}${end[0]}, City${end}, United Kingdom`],
    ],
  })),
  rewards: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  seed_names: ['John Smith'],
  miner: 0,
};

const COPIED = {
  'John Smith': [
    ['jon smyth', '1980-01-01', '12 Baker Street, Marylebone, London, United Kingdom'],
    ['jhon smit', '1980-01-01', '12 Baker Street, Marylebone, London, United Kingdom'],
  ],
};

export const RECORDED_COPIES = {
  answers: [COPIED, COPIED],
  rewards: [0.8, 0.8],
  seed_names: ['John Smith'],
  miner: 0,
};
