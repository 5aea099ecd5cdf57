import type { NodeReport } from '../task.ts';

// Nodes of the specification's worked examples (section f), with prices that go with them.

/** Emission of 5,400 USD a tempo. */
export const EXAMPLE_PRICES = { tao_usd: 300, alpha_per_block: 0.05 } as const;

const CARDS = 8;

/** An idle 8× H200 against which nothing speaks. */
export const SOUND_NODE: NodeReport = {
  uuid: 'my-node',
  model: 'NVIDIA H200',
  gpus: CARDS,
  rented: false,
  rentedGpus: null,
  rentedSinceMs: null,
  splitMin: null,
  sysbox: true,
  driver: '580.95.05',
  pricePerGpu: 2.5,
  downloadMbps: 400,
  gpuMemoryMb: Array.from({ length: CARDS }, () => 143_771),
  diskTotalKb: 4_294_967_296,
  freePorts: 10,
  ncuAccess: 'unrestricted',
  attested: false,
  capabilityMask: '1ffffffffff',
  controlOwnerUid: 0,
  discordConnected: true,
  rentalsPaused: false,
  spot: false,
  ownDefaultJob: false,
  banned: false,
  outdatedImage: false,
};

/** The same with five faults. */
export const SICK_NODE: NodeReport = {
  ...SOUND_NODE,
  driver: '575.64.05',
  pricePerGpu: 3.4,
  diskTotalKb: 1_288_490_188,
  sysbox: false,
  discordConnected: false,
};

/** A 4090 whose memory reads 1 MB too little. */
export const SMALL_NODE: NodeReport = {
  ...SOUND_NODE,
  model: 'NVIDIA GeForce RTX 4090',
  gpus: 1,
  pricePerGpu: 0.3,
  gpuMemoryMb: [22_117],
  ncuAccess: null,
};
