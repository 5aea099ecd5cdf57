import { parsePythonFloat } from '../../../shared/python-parse.ts';
import { stripPython } from '../../../shared/python-text.ts';
import { roundDecimals } from '../../../shared/rounding.ts';

// Gates that cost an idle node its pay. Each has a flag of its own; what cannot be measured
// passes. Section e.3; incentive/rental_price.py 026d4498.

/** Free ports that the remainder of a split node needs. */
export const LEAST_PORTS = 3;
/** Most that an idle node may ask, as a multiple of the market's 90th percentile. */
export const SOFT_PRICE_RATE = 1.1;
/** Disk that a node needs, as a multiple of its GPU memory. */
export const DISK_RATE = 1.5;
const FLAGSHIPS: readonly string[] = ['H200', 'B200', 'B300'];
const FLAGSHIP_GPUS = 8;
/** Bit of the capability mask that may set a power cap (CAP_SYS_ADMIN). */
const POWER_CAP_BIT = 21n;
const ROOT = 0;
const HEXADECIMAL = /^([+-]?)(?:0x_?)?([0-9a-f]+(?:_[0-9a-f]+)*)$/i;

export interface DiskReading {
  readonly vramGb: number;
  readonly diskGb: number;
  readonly requiredGb: number;
}

/** Whether the free remainder of a split node has too few free ports; unknown passes. */
export function hasTooFewPorts(remainder: boolean, freePorts: number | null): boolean {
  return remainder && freePorts !== null && freePorts < LEAST_PORTS;
}

/** Whether a node asks more per GPU-hour (USD) than 1.1 × the market's p90; no price, no p90: no. */
export function isAboveMarket(pricePerGpu: number | null, p90: number | null): boolean {
  if (!pricePerGpu || !p90) return false;
  return pricePerGpu > p90 * SOFT_PRICE_RATE;
}

/**
 * Disk and the 1.5 × memory of all GPUs that it needs, memory and disk rounded to 0.1 GB; null when
 * a number is missing, zero or unreadable.
 *
 * @param gpuMemoryMb    MB of each GPU, as numbers or as the text of numbers
 * @param diskTotalKb    kB of the file system
 */
export function readDisk(
  gpuMemoryMb: readonly (number | string | null)[],
  diskTotalKb: number | string | null,
): DiskReading | null {
  const memory = gpuMemoryMb.map(readNumber);
  const vram = memory.reduce((sum, value) => sum + value, 0) / 1024;
  const disk = readNumber(diskTotalKb) / 1024 ** 2;
  if (!(vram > 0 && disk > 0) || !Number.isFinite(vram + disk)) return null;
  const vramGb = roundDecimals(vram, 1);
  const diskGb = roundDecimals(disk, 1);
  return { vramGb, diskGb, requiredGb: vramGb * DISK_RATE };
}

/** A disk that is too small, as `readDisk` takes it; null when it suffices or cannot be read. */
export function diskShortage(...measured: Parameters<typeof readDisk>): DiskReading | null {
  const reading = readDisk(...measured);
  return reading && reading.requiredGb > reading.diskGb ? reading : null;
}

export interface FlagshipReading {
  readonly family: string;
  readonly gpus: number;
  /** NCU profiling as the scrape reports it: `unrestricted` when the counters are open. */
  readonly ncuAccess: string | null;
  readonly splitting: boolean;
  readonly splitMin: number | null;
  /** A verified TDX quote. */
  readonly attested: boolean;
}

/** Whether an 8× flagship offers neither open counters, nor real splitting, nor a quote. */
export function lacksFlagshipCapability(reading: FlagshipReading): boolean {
  const { family, gpus, splitting, splitMin } = reading;
  if (gpus !== FLAGSHIP_GPUS || !FLAGSHIPS.includes(family)) return false;
  const splits = splitting && splitMin !== null && splitMin > 0 && splitMin < gpus;
  return reading.ncuAccess !== 'unrestricted' && !splits && !reading.attested;
}

/**
 * Whether a container is proven unable to set a GPU power cap: bit 21 of the effective capability
 * mask is clear, or /dev/nvidiactl is not owned by root. Anything unreadable proves nothing.
 *
 * @param capabilityMask hexadecimal text
 * @param ownerUid       whole number
 */
export function cannotCapPower(capabilityMask: unknown, ownerUid: unknown): boolean {
  if (typeof capabilityMask !== 'string' || !Number.isInteger(ownerUid)) return false;
  const [, sign, digits] = HEXADECIMAL.exec(stripPython(capabilityMask)) ?? [];
  if (digits === undefined) return false;
  const magnitude = BigInt(`0x${digits.replaceAll('_', '')}`);
  const mask = sign === '-' ? -magnitude : magnitude;
  const mayAdminister = ((mask >> POWER_CAP_BIT) & 1n) === 1n;
  return !mayAdminister || ownerUid !== ROOT;
}

function readNumber(value: number | string | null): number {
  if (value === null || value === '') return 0;
  return typeof value === 'number' ? value : (parsePythonFloat(value) ?? NaN);
}
