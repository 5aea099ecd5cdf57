// Recorded inputs of the validator's own code (subnet 54's conformance pairs), and what it gave.

export const RECORDED_NAME = {
  input: {
    name: 'John Smith',
    variations:
      'jon smyth\njhon smit\njohan smith\njohn smithe\njonn smitt\njean schmidt\nsmith john\njohnsmith\nj. smith\ndr. john smith\njahn smid\njohnn smth',
    count: 12,
    phonetic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
    orthographic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
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
    part_weights: {
      first: 0.48925226520155374,
      last: 0.5107477347984464,
    },
  },
  value: 0.7681359491613846,
};

export const RECORDED_SHORT_NAME = {
  input: {
    name: 'John Smith',
    variations: 'jon\nsmith\njonsmyth',
    count: 6,
    phonetic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
    orthographic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
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
    part_weights: {
      first: 0.48925226520155374,
      last: 0.5107477347984464,
    },
  },
  value: 0.1157780125453804,
};

export const RECORDED_SOUND = {
  input: {
    name: 'Vladimir Ivanov',
    variations: 'vladimer ivanof\nwladimir iwanow\nvlad ivanov\nvladymir evanov\nvolodymyr ivanoff',
    count: 5,
    phonetic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
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
    seeds: [['John Smith', '1980-05-14']],
    variations: {
      'John Smith': [
        ['jon smyth', '1980-05-15', '10 Baker Street, Some District, London, United Kingdom'],
        ['jhon smit', '1980-05-17', '11 Oxford Street, Some District, London, United Kingdom'],
        ['johan smith', '1980-06-10', '12 Regent Street, Some District, London, United Kingdom'],
        ['john smithe', '1980-08-01', '13 Fleet Street, Some District, London, United Kingdom'],
        ['jonn smitt', '1981-05-01', '14 Wardour Street, Some District, London, United Kingdom'],
        ['smith john', '1980-05', '15 Dean Street, Some District, London, United Kingdom'],
      ],
    },
    count: 6,
    address_score: 1.0,
    phonetic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
    orthographic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
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
    part_weights: {
      'john smith': {
        first: 0.48925226520155374,
        last: 0.5107477347984464,
      },
    },
  },
  value: 0.9202192051180131,
};

export const RECORDED_TWO = {
  input: {
    seeds: [['John Smith', '1980-05-14']],
    variations: {
      'John Smith': [
        ['jon smyth', '1980-05-15', '10 Baker Street, Some District, London, United Kingdom'],
        ['jhon smit', '1980-05-17', '11 Oxford Street, Some District, London, United Kingdom'],
      ],
    },
    count: 6,
    address_score: 0.9,
    phonetic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
    orthographic: {
      Light: 0.3,
      Medium: 0.4,
      Far: 0.3,
    },
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
    part_weights: {
      'john smith': {
        first: 0.48925226520155374,
        last: 0.5107477347984464,
      },
    },
  },
  value: 0.5011437488018772,
};

export const RECORDED_COLLUSION = {
  answers: [
    {
      'John Smith': [['n0 x0', '1980-01-01', '0 Road aaaaa, Cityaaaa, United Kingdom']],
    },
    {
      'John Smith': [['n1 x1', '1980-01-01', '1 Road bbbbb, Citybbbb, United Kingdom']],
    },
    {
      'John Smith': [['n2 x2', '1980-01-01', '2 Road ccccc, Citycccc, United Kingdom']],
    },
    {
      'John Smith': [['n3 x3', '1980-01-01', '3 Road ddddd, Citydddd, United Kingdom']],
    },
    {
      'John Smith': [['n4 x4', '1980-01-01', '4 Road eeeee, Cityeeee, United Kingdom']],
    },
    {
      'John Smith': [['n5 x5', '1980-01-01', '5 Road fffff, Cityffff, United Kingdom']],
    },
  ],
  rewards: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  seed_names: ['John Smith'],
  miner: 0,
};

export const RECORDED_COPIES = {
  answers: [
    {
      'John Smith': [
        ['jon smyth', '1980-01-01', '12 Baker Street, Marylebone, London, United Kingdom'],
        ['jhon smit', '1980-01-01', '12 Baker Street, Marylebone, London, United Kingdom'],
      ],
    },
    {
      'John Smith': [
        ['jon smyth', '1980-01-01', '12 Baker Street, Marylebone, London, United Kingdom'],
        ['jhon smit', '1980-01-01', '12 Baker Street, Marylebone, London, United Kingdom'],
      ],
    },
  ],
  rewards: [0.8, 0.8],
  seed_names: ['John Smith'],
  miner: 0,
};
