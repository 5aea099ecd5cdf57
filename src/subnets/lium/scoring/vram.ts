import { AppError } from '../../../shared/errors.ts';
import { roundHalfEven } from '../../../shared/rounding.ts';
import { entryOf } from './market.ts';

// Does the memory that a driver reports fit the card it names? Section e.1;
// Datura-ai/lium-io services/gpu_spec_table.py 2214edb3.

/** Share of the nominal size below and up to which a reading passes. */
const WINDOW = [0.9, 1.05] as const;

/** Nominal memory of each supported card in MB, by exact driver name; two where it is sold in two. */
export const VRAM_SIZES_MB: Readonly<Record<string, readonly number[]>> = {
  'NVIDIA B300 SXM6 AC': [294912],
  'NVIDIA B200': [196608],
  'NVIDIA H200 NVL': [144384],
  'NVIDIA H200': [144384],
  'NVIDIA RTX PRO 6000 Blackwell Server Edition': [98304],
  'NVIDIA RTX PRO 6000 Blackwell Workstation Edition': [98304],
  'NVIDIA H100 NVL': [96256],
  'NVIDIA H800 NVL': [96256],
  'NVIDIA RTX 6000D': [86016],
  'NVIDIA RTX PRO 6000D Blackwell Workstation Edition': [86016],
  'NVIDIA A100 80GB PCIe': [81920],
  'NVIDIA A100-SXM4-80GB': [81920],
  'NVIDIA H100 80GB HBM3': [81920],
  'NVIDIA H100 PCIe': [81920],
  'NVIDIA H800 80GB HBM3': [81920],
  'NVIDIA H800 PCIe': [81920],
  'NVIDIA RTX PRO 5000 Blackwell': [49152, 73728],
  'NVIDIA L40': [49152],
  'NVIDIA L40S': [49152],
  'NVIDIA Quadro RTX 8000': [49152],
  'NVIDIA RTX 5880 Ada Generation': [49152],
  'NVIDIA RTX 6000 Ada Generation': [49152],
  'NVIDIA RTX A6000': [49152],
  'NVIDIA GeForce RTX 5090': [32768],
  'NVIDIA RTX 5000 Ada Generation': [32768],
  'NVIDIA Tesla V100 Tensor Core GPU': [16384, 32768],
  'NVIDIA A10 Tensor Core GPU': [24576],
  'NVIDIA GeForce RTX 3090 Ti': [24576],
  'NVIDIA GeForce RTX 3090': [24576],
  'NVIDIA GeForce RTX 4090 D': [24576],
  'NVIDIA GeForce RTX 4090': [24576],
  'NVIDIA L4': [24576],
  'NVIDIA Quadro RTX 6000': [24576],
  'NVIDIA RTX A5000': [24576],
  'NVIDIA RTX PRO 4000 Blackwell': [24576],
  'NVIDIA TITAN RTX': [24576],
  'NVIDIA Tesla M40': [12288, 24576],
  'NVIDIA Tesla P40': [24576],
  'NVIDIA RTX A4500': [20480],
  'NVIDIA GeForce RTX 4060 Ti': [8192, 16384],
  'NVIDIA GeForce RTX 4070 Ti SUPER': [16384],
  'NVIDIA GeForce RTX 4080 SUPER': [16384],
  'NVIDIA GeForce RTX 4080': [16384],
  'NVIDIA GeForce RTX 5060 Ti': [8192, 16384],
  'NVIDIA GeForce RTX 5070 Ti': [16384],
  'NVIDIA GeForce RTX 5080': [16384],
  'NVIDIA Quadro RTX 5000': [16384],
  'NVIDIA RTX A4000': [16384],
  'NVIDIA T4 Tensor Core GPU': [16384],
  'NVIDIA Tesla P100': [12288, 16384],
  'NVIDIA GeForce RTX 2060': [6144, 12288],
  'NVIDIA GeForce RTX 3060': [8192, 12288],
  'NVIDIA GeForce RTX 3080 Ti': [12288],
  'NVIDIA GeForce RTX 3080': [10240, 12288],
  'NVIDIA GeForce RTX 4070 SUPER': [12288],
  'NVIDIA GeForce RTX 4070 Ti': [12288],
  'NVIDIA GeForce RTX 4070': [12288],
  'NVIDIA GeForce RTX 5070': [12288],
  'NVIDIA RTX A2000': [6144, 12288],
  'NVIDIA TITAN V': [12288],
  'NVIDIA TITAN Xp': [12288],
  'NVIDIA GeForce GTX 1080 Ti': [11264],
  'NVIDIA GeForce RTX 2080 Ti': [11264],
  'NVIDIA GeForce GTX 1070 Ti': [8192],
  'NVIDIA GeForce GTX 1070': [8192],
  'NVIDIA GeForce GTX 1080': [8192],
  'NVIDIA GeForce RTX 2060 SUPER': [8192],
  'NVIDIA GeForce RTX 2070 SUPER': [8192],
  'NVIDIA GeForce RTX 2080 SUPER': [8192],
  'NVIDIA GeForce RTX 3050': [6144, 8192],
  'NVIDIA GeForce RTX 3060 Ti': [8192],
  'NVIDIA GeForce RTX 3070 Ti': [8192],
  'NVIDIA GeForce RTX 3070': [8192],
  'NVIDIA GeForce RTX 4060': [8192],
  'NVIDIA GeForce RTX 5060': [8192],
  'NVIDIA Quadro P4000': [8192],
  'NVIDIA GeForce GTX 1060': [3072, 6144],
  'NVIDIA GeForce GTX 1660 SUPER': [6144],
  'NVIDIA GeForce GTX 1660 Ti': [6144],
  'NVIDIA GeForce GTX 1660': [6144],
  'NVIDIA GeForce RTX 3060 Laptop GPU': [6144],
};

/**
 * Readings that pass for a card: [round(0.90 s), round(1.05 s)] MB for each nominal size s, ends
 * included, ties to even. Null for a model outside the table.
 */
export function vramWindows(model: string): (readonly [least: number, most: number])[] | null {
  const sizes = entryOf(VRAM_SIZES_MB, model);
  if (!sizes) return null;
  return sizes.map((size) => [roundHalfEven(size * WINDOW[0]), roundHalfEven(size * WINDOW[1])]);
}

/**
 * Whether a reading in MB fits the card.
 *
 * @throws AppError `input.malformed` for a model outside the table: an error, not a pass
 */
export function fitsVram(model: string, capacityMb: number): boolean {
  const windows = vramWindows(model);
  if (!windows) {
    throw new AppError('input.malformed', `${model} is not in the table of memory sizes`);
  }
  return windows.some(([least, most]) => capacityMb >= least && capacityMb <= most);
}
