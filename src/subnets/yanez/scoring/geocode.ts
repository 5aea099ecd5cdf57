import { parsePythonFloat } from '../../../shared/python-parse.ts';
import { isInRegion, looksLikeAddress } from './address.ts';
import type { Gazetteer } from './address.ts';
import type { Answer } from './answer.ts';

// How exactly a geocoder finds an address. Section 7.6; MIID/validator/reward.py 659496b1.

/** One result of Nominatim, as far as it is read. */
export interface GeocodeResult {
  readonly placeRank: number;
  readonly name: string;
  readonly displayName: string;
  /** [south, north, west, east] in degrees, as text; null where it is missing. */
  readonly boundingBox: readonly string[] | null;
}

export interface GeocodeScore {
  /** 0.3..1. */
  readonly score: number;
  readonly results: number;
  /** m². */
  readonly totalArea: number;
}

export const LEAST_RANK = 20;
const METRES_PER_DEGREE = 111_000;
/** (area in m² that a tier stays below, its score). */
const TIERS = [
  [100, 1],
  [1000, 0.9],
  [10_000, 0.8],
  [100_000, 0.7],
] as const;
/** Of the widest area, and of a failed call. */
const WIDEST = 0.3;
/** Addresses that the validator draws for the geocoder. */
export const GEOCODED = 3;

/**
 * Scores a geocoder's results: if one survives (rank ≥ 20, its name inside the address, the same
 * set of digit groups), the area of all results decides. Null when none survives or a box is
 * unreadable.
 */
export function scoreGeocode(
  address: string,
  results: readonly GeocodeResult[],
): GeocodeScore | null {
  const lower = address.toLowerCase();
  const survives = results.some((result) => {
    const { rank, name, digits } = geocodeChecks(lower, result);
    return rank && name && digits;
  });
  if (!survives) return null;
  const areas = results.flatMap(({ boundingBox }) => (boundingBox ? [areaOf(boundingBox)] : []));
  if (areas.length === 0 || areas.some((area) => area === null)) return null;
  const totalArea = areas.reduce<number>((sum, area) => sum + (area ?? 0), 0);
  const tier = TIERS.find(([below]) => totalArea < below);
  return { score: tier ? tier[1] : WIDEST, results: areas.length, totalArea };
}

/**
 * Mean of up to three geocoded addresses: `timeout` neither counts nor fails; 0.3 if any failed
 * (score 0) or none succeeded.
 */
export function meanGeocode(scores: readonly (number | 'timeout')[]): number {
  const counted = scores.filter((score) => score !== 'timeout');
  if (counted.length === 0 || counted.some((score) => score <= 0)) return WIDEST;
  return counted.reduce((sum, score) => sum + score, 0) / counted.length;
}

export type AddressCheck =
  /** Decided without a geocoder. */
  | { readonly score: number }
  /** Every address passes: up to three of these go to the geocoder. */
  | { readonly eligible: readonly string[] };

/**
 * Looks at every address of an answer: the k-th name's against the k-th seed. Without seeds 1,
 * without addresses 0, and 0 for all if one does not look like an address or lies elsewhere.
 */
export function checkAddresses(
  answer: Answer,
  seeds: readonly string[],
  gazetteer: Gazetteer,
): AddressCheck {
  if (seeds.every((seed) => seed === '')) return { score: 1 };
  const pairs = answer.flatMap(([, variations], k) => {
    const seed = seeds[k] ?? '';
    if (seed === '') return [];
    return variations.flatMap(({ address }) => (address === '' ? [] : [{ address, seed }]));
  });
  if (pairs.every(({ address }) => address.trim() === '')) return { score: 0 };
  const allPass = pairs.every(
    ({ address, seed }) => looksLikeAddress(address) && isInRegion(address, seed, gazetteer),
  );
  return allPass ? { eligible: pairs.map(({ address }) => address) } : { score: 0 };
}

/** What a result must pass to survive: place rank, its name in the address, the same digit groups. */
export function geocodeChecks(address: string, { placeRank, name, displayName }: GeocodeResult) {
  const [own, shown] = [digitGroups(address), digitGroups(displayName)];
  const sameDigits = own.size === shown.size && [...own].every((group) => shown.has(group));
  return {
    rank: placeRank >= LEAST_RANK,
    name: address.toLowerCase().includes(name.toLowerCase()),
    digits: own.size === 0 || displayName === '' || sameDigits,
  };
}

function digitGroups(text: string): Set<string> {
  return new Set(text.match(/[0-9]+/g) ?? []);
}

function areaOf(box: readonly string[]): number | null {
  const [south, north, west, east] = box.map(parsePythonFloat);
  if (box.length !== 4 || typeof south !== 'number' || typeof north !== 'number') return null;
  if (typeof west !== 'number' || typeof east !== 'number') return null;
  const centre = (((south + north) / 2) * Math.PI) / 180;
  const height = Math.abs(north - south) * METRES_PER_DEGREE;
  const width = Math.abs(east - west) * METRES_PER_DEGREE * Math.cos(centre);
  return width * height;
}
