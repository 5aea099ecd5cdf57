import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src/shared/errors.ts';
import {
  capOf,
  entryOf,
  isWantedFamily,
  PACKAGED_MARKET,
} from '../../../../../src/subnets/lium/scoring/market.ts';
import { DIM_N, maxDimK } from '../../../../../src/subnets/lium/scoring/matrix.ts';
import {
  fitsVram,
  VRAM_SIZES_MB,
  vramWindows,
} from '../../../../../src/subnets/lium/scoring/vram.ts';

/** Nominal sizes in MB: driver names. */
const SIZES = `
  3072/6144: NVIDIA GeForce GTX 1060
  6144: NVIDIA GeForce GTX 1660 SUPER, NVIDIA GeForce GTX 1660 Ti, NVIDIA GeForce GTX 1660, NVIDIA GeForce RTX 3060 Laptop GPU
  6144/8192: NVIDIA GeForce RTX 3050
  6144/12288: NVIDIA GeForce RTX 2060, NVIDIA RTX A2000
  8192: NVIDIA GeForce GTX 1070 Ti, NVIDIA GeForce GTX 1070, NVIDIA GeForce GTX 1080, NVIDIA GeForce RTX 2060 SUPER, NVIDIA GeForce RTX 2070 SUPER, NVIDIA GeForce RTX 2080 SUPER, NVIDIA GeForce RTX 3060 Ti, NVIDIA GeForce RTX 3070 Ti, NVIDIA GeForce RTX 3070, NVIDIA GeForce RTX 4060, NVIDIA GeForce RTX 5060, NVIDIA Quadro P4000
  8192/12288: NVIDIA GeForce RTX 3060
  8192/16384: NVIDIA GeForce RTX 4060 Ti, NVIDIA GeForce RTX 5060 Ti
  10240/12288: NVIDIA GeForce RTX 3080
  11264: NVIDIA GeForce GTX 1080 Ti, NVIDIA GeForce RTX 2080 Ti
  12288: NVIDIA GeForce RTX 3080 Ti, NVIDIA GeForce RTX 4070 SUPER, NVIDIA GeForce RTX 4070 Ti, NVIDIA GeForce RTX 4070, NVIDIA GeForce RTX 5070, NVIDIA TITAN V, NVIDIA TITAN Xp
  12288/16384: NVIDIA Tesla P100
  12288/24576: NVIDIA Tesla M40
  16384: NVIDIA GeForce RTX 4070 Ti SUPER, NVIDIA GeForce RTX 4080 SUPER, NVIDIA GeForce RTX 4080, NVIDIA GeForce RTX 5070 Ti, NVIDIA GeForce RTX 5080, NVIDIA Quadro RTX 5000, NVIDIA RTX A4000, NVIDIA T4 Tensor Core GPU
  16384/32768: NVIDIA Tesla V100 Tensor Core GPU
  20480: NVIDIA RTX A4500
  24576: NVIDIA A10 Tensor Core GPU, NVIDIA GeForce RTX 3090 Ti, NVIDIA GeForce RTX 3090, NVIDIA GeForce RTX 4090 D, NVIDIA GeForce RTX 4090, NVIDIA L4, NVIDIA Quadro RTX 6000, NVIDIA RTX A5000, NVIDIA RTX PRO 4000 Blackwell, NVIDIA TITAN RTX, NVIDIA Tesla P40
  32768: NVIDIA GeForce RTX 5090, NVIDIA RTX 5000 Ada Generation
  49152: NVIDIA L40, NVIDIA L40S, NVIDIA Quadro RTX 8000, NVIDIA RTX 5880 Ada Generation, NVIDIA RTX 6000 Ada Generation, NVIDIA RTX A6000
  49152/73728: NVIDIA RTX PRO 5000 Blackwell
  81920: NVIDIA A100 80GB PCIe, NVIDIA A100-SXM4-80GB, NVIDIA H100 80GB HBM3, NVIDIA H100 PCIe, NVIDIA H800 80GB HBM3, NVIDIA H800 PCIe
  86016: NVIDIA RTX 6000D, NVIDIA RTX PRO 6000D Blackwell Workstation Edition
  96256: NVIDIA H100 NVL, NVIDIA H800 NVL
  98304: NVIDIA RTX PRO 6000 Blackwell Server Edition, NVIDIA RTX PRO 6000 Blackwell Workstation Edition
  144384: NVIDIA H200 NVL, NVIDIA H200
  196608: NVIDIA B200
  294912: NVIDIA B300 SXM6 AC
`;

/** Driver name = USD per GPU-hour / portion of the mining pool / family; - where there is none. */
const MARKET = `
  NVIDIA B300 SXM6 AC = 6.4 / 0.05 / B300
  NVIDIA B200 = 4.25 / 0.05 / B200
  NVIDIA H200 = 2.85 / 0.56 / H200
  NVIDIA H200 NVL = 2.9 / 0.49 / H200
  NVIDIA H100 80GB HBM3 = 1.494 / 0.1 / H100
  NVIDIA H100 NVL = 1.11 / 0.01 / H100
  NVIDIA H100 PCIe = 1.1988 / 0.01 / H100
  NVIDIA H800 80GB HBM3 = 0.88 / 0.02 / -
  NVIDIA H800 NVL = 0.8 / 0.01 / -
  NVIDIA H800 PCIe = 0.8 / 0.01 / -
  NVIDIA GeForce RTX 5090 = 0.65 / 0.025 / RTX 5090
  NVIDIA GeForce RTX 4090 = 0.3 / 0.05 / RTX 4090
  NVIDIA GeForce RTX 4090 D = 0.11 / 0.02 / RTX 4090
  NVIDIA RTX 4000 Ada Generation = 0.16 / - / -
  NVIDIA RTX 6000 Ada Generation = 0.69 / 0.01 / RTX 6000 Ada Generation
  NVIDIA RTX PRO 6000 Blackwell Server Edition = 1 / 0.025 / RTX PRO 6000
  NVIDIA RTX PRO 6000 Blackwell Workstation Edition = 1 / 0.027 / RTX PRO 6000
  NVIDIA L4 = 0.11 / 0.01 / -
  NVIDIA L40S = 0.35 / 0.01 / L40S
  NVIDIA L40 = 0.36 / 0.01 / L40
  NVIDIA RTX 2000 Ada Generation = 0.07 / - / -
  NVIDIA A100 80GB PCIe = 0.36 / 0.01 / A100
  NVIDIA A100-SXM4-80GB = 0.6923 / 0.05 / A100
  NVIDIA RTX A6000 = 0.32 / 0.009 / RTX A6000
  NVIDIA RTX A5000 = 0.16 / 0.002 / -
  NVIDIA RTX A4500 = 0.13 / 0.002 / -
  NVIDIA RTX A4000 = 0.12 / 0.002 / -
  NVIDIA A40 = 0.12 / - / -
  NVIDIA A30 = 0.1 / - / -
  NVIDIA GeForce RTX 3090 = 0.16 / 0.02 / RTX 3090
`;

const USUAL = ['B200', 'H200', 'H100', 'RTX 4090', 'RTX A6000', 'RTX 3090', 'RTX 5090']
  .concat(['RTX 6000 Ada Generation', 'RTX PRO 6000', 'L40'])
  .map((family) => [family, { 1: 10, 8: 64 }] as const);

function rows(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim());
}

function column(at: number): [string, string][] {
  return rows(MARKET).flatMap((line): [string, string][] => {
    const [name = '', rest = ''] = line.split(' = ');
    const cell = rest.split(' / ')[at] ?? '-';
    return cell === '-' ? [] : [[name, cell]];
  });
}

function numbers(at: number) {
  return Object.fromEntries(column(at).map(([name, cell]) => [name, Number(cell)]));
}

describe('tables of cards', () => {
  it('knows the nominal memory of every supported card', () => {
    const expected = rows(SIZES).flatMap((line) => {
      const [sizes = '', names = ''] = line.split(': ');
      return names.split(', ').map((name) => [name, sizes.split('/').map(Number)]);
    });

    expect(VRAM_SIZES_MB).toEqual(Object.fromEntries(expected));
    expect(expected).toHaveLength(81);
  });

  it('knows the prices, portions, families and caps of the packaged defaults', () => {
    expect(PACKAGED_MARKET.prices).toEqual(numbers(0));
    expect(PACKAGED_MARKET.portions).toEqual(numbers(1));
    expect(PACKAGED_MARKET.families).toEqual(Object.fromEntries(column(2)));
    expect(PACKAGED_MARKET.caps).toEqual({
      ...Object.fromEntries(USUAL),
      B300: { 1: 4, 8: 32 },
      A100: { 1: 10, 8: 40 },
      L40S: { 1: 10, 8: 16 },
    });
  });

  it('finds only entries of the table itself', () => {
    expect(entryOf({ a: 1 }, 'a')).toBe(1);
    expect(entryOf({}, 'constructor')).toBeUndefined();
    expect(vramWindows('toString')).toBeNull();
  });

  it('has no cap for an unknown family, an absent bucket or none at all', () => {
    expect(capOf(PACKAGED_MARKET, 'H200', 8)).toBe(64);
    expect(capOf(PACKAGED_MARKET, 'H200', 4)).toBe(0);
    expect(capOf(PACKAGED_MARKET, 'T4', 8)).toBe(0);
    expect(capOf(PACKAGED_MARKET, undefined, 8)).toBe(0);
  });

  it('wants a family when some bucket has a positive cap', () => {
    const market = { ...PACKAGED_MARKET, caps: { A: { 1: 0 }, B: { 1: 0, 8: 1 }, C: {} } };

    expect(['A', 'B', 'C', 'D'].map((family) => isWantedFamily(market, family))).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(isWantedFamily(market, undefined)).toBe(false);
  });
});

describe('memory window', () => {
  it('rounds both ends to the nearest MB', () => {
    expect(vramWindows('NVIDIA GeForce RTX 4090')).toEqual([[22118, 25805]]);
    expect(vramWindows('NVIDIA GeForce GTX 1060')).toEqual([
      [2765, 3226],
      [5530, 6451],
    ]);
  });

  it('includes both ends and nothing beyond or between two sizes', () => {
    const model = 'NVIDIA Tesla V100 Tensor Core GPU';
    const readings = [14745, 14746, 17203, 17204, 24576, 29490, 29491, 34406, 34407];

    expect(readings.map((mb) => fitsVram(model, mb))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it('treats a model outside the table as an error', () => {
    expect(() => fitsVram('NVIDIA GTX 480', 1536)).toThrow(AppError);
    expect(() => fitsVram('nvidia h200', 143771)).toThrow(/not in the table/);
  });
});

describe('size of the matrix challenge', () => {
  it('fills the memory beyond 2048 MB with two factors and the product', () => {
    expect(maxDimK(2049, 1900)).toBe(Math.floor(131072 / 3800) - 1900);
    expect(maxDimK(81920, 2000)).toBe(2615245);
    expect(DIM_N).toEqual({ least: 1900, most: 2000 });
  });

  it('goes below zero where the memory does not hold the product', () => {
    expect(maxDimK(2048, 2000)).toBe(-2000);
    expect(maxDimK(0, 1900)).toBe(Math.floor(-268435456 / 3800) - 1900);
  });
});
