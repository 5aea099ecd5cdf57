// Tables of the network: what a card costs, which family it belongs to, how much of it is wanted.
// Sections e.4, e.5; Datura-ai/lium-io, incentive/config.py 01eac6d3 and lium-core 0c108a34.

export interface Market {
  /** USD per GPU-hour by exact driver name. */
  readonly prices: Readonly<Record<string, number>>;
  /** Family of each driver name: caps are per family. */
  readonly families: Readonly<Record<string, string>>;
  /** Idle GPUs wanted, by family and bucket (GPUs of a node). */
  readonly caps: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Share of the mining pool by exact driver name. */
  readonly portions: Readonly<Record<string, number>>;
}

const USUAL_CAPS = { 1: 10, 8: 64 };

/** The packaged tables; the network's backend may serve others. */
export const PACKAGED_MARKET: Market = {
  prices: {
    'NVIDIA B300 SXM6 AC': 6.4,
    'NVIDIA B200': 4.25,
    'NVIDIA H200': 2.85,
    'NVIDIA H200 NVL': 2.9,
    'NVIDIA H100 80GB HBM3': 1.494,
    'NVIDIA H100 NVL': 1.11,
    'NVIDIA H100 PCIe': 1.1988,
    'NVIDIA H800 80GB HBM3': 0.88,
    'NVIDIA H800 NVL': 0.8,
    'NVIDIA H800 PCIe': 0.8,
    'NVIDIA GeForce RTX 5090': 0.65,
    'NVIDIA GeForce RTX 4090': 0.3,
    'NVIDIA GeForce RTX 4090 D': 0.11,
    'NVIDIA RTX 4000 Ada Generation': 0.16,
    'NVIDIA RTX 6000 Ada Generation': 0.69,
    'NVIDIA RTX PRO 6000 Blackwell Server Edition': 1,
    'NVIDIA RTX PRO 6000 Blackwell Workstation Edition': 1,
    'NVIDIA L4': 0.11,
    'NVIDIA L40S': 0.35,
    'NVIDIA L40': 0.36,
    'NVIDIA RTX 2000 Ada Generation': 0.07,
    'NVIDIA A100 80GB PCIe': 0.36,
    'NVIDIA A100-SXM4-80GB': 0.6923,
    'NVIDIA RTX A6000': 0.32,
    'NVIDIA RTX A5000': 0.16,
    'NVIDIA RTX A4500': 0.13,
    'NVIDIA RTX A4000': 0.12,
    'NVIDIA A40': 0.12,
    'NVIDIA A30': 0.1,
    'NVIDIA GeForce RTX 3090': 0.16,
  },
  families: {
    'NVIDIA B300 SXM6 AC': 'B300',
    'NVIDIA B200': 'B200',
    'NVIDIA H200': 'H200',
    'NVIDIA H200 NVL': 'H200',
    'NVIDIA H100 80GB HBM3': 'H100',
    'NVIDIA H100 NVL': 'H100',
    'NVIDIA H100 PCIe': 'H100',
    'NVIDIA GeForce RTX 5090': 'RTX 5090',
    'NVIDIA GeForce RTX 4090': 'RTX 4090',
    'NVIDIA GeForce RTX 4090 D': 'RTX 4090',
    'NVIDIA RTX 6000 Ada Generation': 'RTX 6000 Ada Generation',
    'NVIDIA RTX PRO 6000 Blackwell Server Edition': 'RTX PRO 6000',
    'NVIDIA RTX PRO 6000 Blackwell Workstation Edition': 'RTX PRO 6000',
    'NVIDIA L40S': 'L40S',
    'NVIDIA L40': 'L40',
    'NVIDIA A100 80GB PCIe': 'A100',
    'NVIDIA A100-SXM4-80GB': 'A100',
    'NVIDIA RTX A6000': 'RTX A6000',
    'NVIDIA GeForce RTX 3090': 'RTX 3090',
  },
  caps: {
    B300: { 1: 4, 8: 32 },
    B200: USUAL_CAPS,
    H200: USUAL_CAPS,
    H100: USUAL_CAPS,
    'RTX 4090': USUAL_CAPS,
    A100: { 1: 10, 8: 40 },
    'RTX A6000': USUAL_CAPS,
    'RTX 3090': USUAL_CAPS,
    'RTX 5090': USUAL_CAPS,
    'RTX 6000 Ada Generation': USUAL_CAPS,
    'RTX PRO 6000': USUAL_CAPS,
    L40S: { 1: 10, 8: 16 },
    L40: USUAL_CAPS,
  },
  portions: {
    'NVIDIA H200': 0.56,
    'NVIDIA H200 NVL': 0.49,
    'NVIDIA H100 80GB HBM3': 0.1,
    'NVIDIA H100 NVL': 0.01,
    'NVIDIA H100 PCIe': 0.01,
    'NVIDIA B300 SXM6 AC': 0.05,
    'NVIDIA B200': 0.05,
    'NVIDIA GeForce RTX 4090': 0.05,
    'NVIDIA GeForce RTX 4090 D': 0.02,
    'NVIDIA GeForce RTX 5090': 0.025,
    'NVIDIA A100-SXM4-80GB': 0.05,
    'NVIDIA A100 80GB PCIe': 0.01,
    'NVIDIA RTX PRO 6000 Blackwell Server Edition': 0.025,
    'NVIDIA RTX PRO 6000 Blackwell Workstation Edition': 0.027,
    'NVIDIA GeForce RTX 3090': 0.02,
    'NVIDIA H800 80GB HBM3': 0.02,
    'NVIDIA H800 NVL': 0.01,
    'NVIDIA H800 PCIe': 0.01,
    'NVIDIA RTX A6000': 0.009,
    'NVIDIA RTX 6000 Ada Generation': 0.01,
    'NVIDIA L40S': 0.01,
    'NVIDIA L40': 0.01,
    'NVIDIA L4': 0.01,
    'NVIDIA RTX A5000': 0.002,
    'NVIDIA RTX A4500': 0.002,
    'NVIDIA RTX A4000': 0.002,
  },
};

/** Entry of a table that strangers' text indexes; undefined where there is none of its own. */
export function entryOf<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Idle GPUs wanted in a bucket; 0 where the family or the bucket has no cap. */
export function capOf(market: Market, family: string | undefined, bucket: number): number {
  const caps = family === undefined ? undefined : entryOf(market.caps, family);
  return (caps && entryOf(caps, String(bucket))) ?? 0;
}

/** Whether idle nodes of a family are paid at all: some bucket has a positive cap. */
export function isWantedFamily(market: Market, family: string | undefined): boolean {
  const caps = family === undefined ? undefined : entryOf(market.caps, family);
  return caps !== undefined && Object.values(caps).some((cap) => cap > 0);
}
