import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRIVER_CUTOFF_MS, driverFactor } from '../../../../../src/subnets/lium/scoring/driver.ts';
import { hourlyRate, PACKAGED_RATES } from '../../../../../src/subnets/lium/scoring/hourly-rate.ts';
import {
  cannotCapPower,
  diskShortage,
  hasTooFewPorts,
  isAboveMarket,
  lacksFlagshipCapability,
} from '../../../../../src/subnets/lium/scoring/idle-gates.ts';
import {
  betterMeasurement,
  LEAST_DOWNLOAD_MBPS,
  needsSecondMeasurement,
  networkAverage,
  passesDownloadGate,
} from '../../../../../src/subnets/lium/scoring/network.ts';
import { verificationScore } from '../../../../../src/subnets/lium/scoring/verification.ts';
import type { VerificationInput } from '../../../../../src/subnets/lium/scoring/verification.ts';

describe('driver gate', () => {
  const factor = (driver: string, nowMs = DRIVER_CUTOFF_MS, rented = false) =>
    driverFactor({ driver, rented, nowMs });

  it('starts on 30 June 2026 at noon', () => {
    expect(new Date(DRIVER_CUTOFF_MS).toISOString()).toBe('2026-06-30T12:00:00.000Z');
    expect(factor('1', DRIVER_CUTOFF_MS - 1)).toBe(1);
    expect(factor('1', DRIVER_CUTOFF_MS)).toBe(0);
  });

  it('compares number by number, a missing tail being smaller', () => {
    const passing = [
      '580.65.06',
      '580.65.6',
      '580.65.06.01',
      '580.65.07',
      '580.66',
      '580.142',
      '581',
    ];
    const failing = ['580.65.05', '580.65', '580', '580.64.99', '579.99.99', '-1', '0580.065.005'];

    expect(passing.map((driver) => factor(driver))).toEqual(passing.map(() => 1));
    expect(failing.map((driver) => factor(driver))).toEqual(failing.map(() => 0));
  });

  it('lets pass what it cannot read, and every rented node', () => {
    expect(['', ' ', 'unknown', '580.x', '580..1'].map((driver) => factor(driver))).toEqual([
      1, 1, 1, 1, 1,
    ]);
    expect(factor('1', DRIVER_CUTOFF_MS, true)).toBe(1);
    expect(factor(' 1 ', DRIVER_CUTOFF_MS)).toBe(0);
  });
});

describe('hourly rate', () => {
  const prices = { A: 2, B: 3 };

  it('pays 1 and 8 GPUs at the price table and nothing else by default', () => {
    expect([1, 2, 4, 7, 8, 16].map((n) => hourlyRate('A', n, PACKAGED_RATES, prices))).toEqual([
      2, 0, 0, 0, 2, 0,
    ]);
    expect(hourlyRate('unknown', 1, PACKAGED_RATES, prices)).toBe(0);
    expect(PACKAGED_RATES).toEqual({ '*': { '*': 0, '1': 'default', '8': 'default' } });
  });

  it('lets the entry of a model hide the general one', () => {
    const rates = { '*': { '*': 9 }, A: { '2': 5, '4': { multiplier: 0.5 } } } as const;

    expect([2, 4, 8].map((n) => hourlyRate('A', n, rates, prices))).toEqual([5, 1, 0]);
    expect(hourlyRate('B', 8, rates, prices)).toBe(9);
  });

  it('is 0 without any entry, and blind to inherited names', () => {
    expect(hourlyRate('A', 1, {}, prices)).toBe(0);
    expect(hourlyRate('constructor', 1, PACKAGED_RATES, prices)).toBe(0);
    expect(hourlyRate('A', 1, { A: { '1': 0, '*': 7 } }, prices)).toBe(0);
  });
});

describe('network average', () => {
  it('is half of the new sample and half of what was', () => {
    expect(networkAverage(100, 0)).toBe(50);
    expect(networkAverage(0, 100)).toBe(50);
    expect(networkAverage(30, 10)).toBe(20);
  });

  it('takes the first sample as it is and keeps what was when nothing is measured', () => {
    expect(networkAverage(null, 7)).toBe(7);
    expect(networkAverage(7, null)).toBe(7);
    expect(networkAverage(null, null)).toBeNull();
  });

  it('passes the gate from 100 Mbit/s on', () => {
    expect(LEAST_DOWNLOAD_MBPS).toBe(100);
    expect([99.999, 100, 101].map(passesDownloadGate)).toEqual([false, true, true]);
    expect(passesDownloadGate(null)).toBe(false);
  });

  it('measures a node once more only when it was never measured and fell short', () => {
    expect(needsSecondMeasurement(null, 99)).toBe(true);
    expect(needsSecondMeasurement(null, null)).toBe(true);
    expect(needsSecondMeasurement(null, 100)).toBe(false);
    expect(needsSecondMeasurement(50, 99)).toBe(false);
    expect(betterMeasurement(99, 120)).toBe(120);
    expect(betterMeasurement(120, 99)).toBe(120);
    expect(betterMeasurement(null, 9)).toBe(9);
    expect(betterMeasurement(9, null)).toBe(9);
    expect(betterMeasurement(null, null)).toBeNull();
  });

  it('stays between the two numbers it averages', () => {
    const speed = fc.integer({ min: 0, max: 1e9 }).map((n) => n / 8);
    fc.assert(
      fc.property(speed, speed, (before, now) => {
        const average = networkAverage(before, now) ?? NaN;
        expect(average).toBeGreaterThanOrEqual(Math.min(before, now));
        expect(average).toBeLessThanOrEqual(Math.max(before, now));
      }),
    );
  });
});

describe('gates of idle nodes', () => {
  it('wants three free ports of a remainder only', () => {
    expect([0, 2, 3].map((ports) => hasTooFewPorts(true, ports))).toEqual([true, true, false]);
    expect(hasTooFewPorts(false, 0)).toBe(false);
    expect(hasTooFewPorts(true, null)).toBe(false);
  });

  it('allows up to 1.1 × the market p90', () => {
    expect(isAboveMarket(1.1, 1)).toBe(false);
    expect(isAboveMarket(1.1000001, 1)).toBe(true);
    expect(isAboveMarket(3, 2.5)).toBe(true);
    expect([isAboveMarket(null, 1), isAboveMarket(9, null)]).toEqual([false, false]);
    expect([isAboveMarket(0, 1), isAboveMarket(9, 0)]).toEqual([false, false]);
  });

  it('wants disk of 1.5 × the GPU memory, both rounded to 0.1 GB first', () => {
    const kb = (gb: number) => gb * 1024 ** 2;

    expect(diskShortage([1024 * 10], kb(15))).toBeNull();
    expect(diskShortage([1024 * 10], kb(14.96))).toBeNull();
    expect(diskShortage([1024 * 10], kb(14.94))).toEqual({
      vramGb: 10,
      diskGb: 14.9,
      requiredGb: 15,
    });
    expect(diskShortage([5120, '5120'], kb(1))?.vramGb).toBe(10);
  });

  it('cannot measure a missing, zero or unreadable number', () => {
    expect(diskShortage([], 1)).toBeNull();
    expect(diskShortage([1024], 0)).toBeNull();
    expect(diskShortage([0], 5)).toBeNull();
    expect(diskShortage([1024], null)).toBeNull();
    expect(diskShortage([1024], '')).toBeNull();
    expect(diskShortage([null, 1024], 1)).not.toBeNull();
    expect(diskShortage(['much'], 1)).toBeNull();
    expect(diskShortage(['1024'], 'nan')).toBeNull();
    expect(diskShortage([Infinity], 1)).toBeNull();
  });

  it('wants one of three capabilities of an 8× flagship', () => {
    const closed = {
      family: 'H200',
      gpus: 8,
      ncuAccess: null,
      splitting: false,
      splitMin: null,
      attested: false,
    };
    const lacks = (change: Partial<Parameters<typeof lacksFlagshipCapability>[0]>) =>
      lacksFlagshipCapability({ ...closed, ...change });

    expect(['H200', 'B200', 'B300', 'H100', ''].map((family) => lacks({ family }))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([7, 9, 16].map((gpus) => lacks({ gpus }))).toEqual([false, false, false]);
    expect(lacks({ ncuAccess: 'unrestricted' })).toBe(false);
    expect(lacks({ ncuAccess: 'admin' })).toBe(true);
    expect(lacks({ attested: true })).toBe(false);
    expect(lacks({ splitting: true, splitMin: 7 })).toBe(false);
    expect(lacks({ splitting: true, splitMin: 8 })).toBe(true);
    expect(lacks({ splitting: true, splitMin: 0 })).toBe(true);
    expect(lacks({ splitting: true, splitMin: null })).toBe(true);
    expect(lacks({ splitting: false, splitMin: 1 })).toBe(true);
  });

  it('proves a container unable to cap power by bit 21 or by the owner', () => {
    expect(cannotCapPower('200000', 0)).toBe(false);
    expect(cannotCapPower('100000', 0)).toBe(true);
    expect(cannotCapPower('400000', 0)).toBe(true);
    expect(cannotCapPower('3fffff', 1)).toBe(true);
    expect(cannotCapPower(' 0x20_0000\n', 0)).toBe(false);
    expect(cannotCapPower('-1', 0)).toBe(false);
    expect(cannotCapPower('0', 0)).toBe(true);
  });

  it('proves nothing from what it cannot read', () => {
    expect(['', 'zz', '1__0', '0x', '1 2'].map((mask) => cannotCapPower(mask, 65534))).toEqual(
      Array.from({ length: 5 }, () => false),
    );
    expect([null, true, '0', 0.5, undefined].map((uid) => cannotCapPower('0', uid))).toEqual(
      Array.from({ length: 5 }, () => false),
    );
    expect(cannotCapPower(0, 5)).toBe(false);
  });
});

describe('verification score', () => {
  const fine = {
    model: 'NVIDIA H200',
    pricePerGpu: 2,
    basePrice: 2,
    collateral: true,
    contractOutdated: false,
    noCollateralAllowed: false,
    rented: false,
    downloadAverage: 100,
    cpuTrue: true,
    sideLoadFree: true,
  };
  const score = (change: Partial<VerificationInput>) => verificationScore({ ...fine, ...change });

  it('is 1 when nothing speaks against a node', () => {
    expect(score({})).toEqual({ actual: 1, job: 1, faults: [] });
  });

  it('loses the actual score above three times the base price', () => {
    expect(score({ pricePerGpu: 6 })).toEqual({ actual: 1, job: 1, faults: [] });
    expect(score({ pricePerGpu: 6.000001 })).toEqual({ actual: 0, job: 1, faults: ['price'] });
    expect(score({ pricePerGpu: 0.01, basePrice: 0 })).toEqual({
      actual: 0,
      job: 1,
      faults: ['price'],
    });
    expect(score({ pricePerGpu: 0, basePrice: 0 })).toEqual({ actual: 1, job: 1, faults: [] });
    expect(score({ pricePerGpu: null, basePrice: 0 })).toEqual({ actual: 1, job: 1, faults: [] });
  });

  it('loses both scores at the other gates', () => {
    const none = (fault: string) => ({ actual: 0, job: 0, faults: [fault] });

    expect(score({ cpuTrue: false })).toEqual(none('cpu'));
    expect(score({ sideLoadFree: false })).toEqual(none('side_load'));
    expect(score({ downloadAverage: null })).toEqual(none('download'));
    expect(score({ collateral: false })).toEqual(none('collateral'));
    expect(score({ contractOutdated: true })).toEqual(none('contract'));
    expect(score({ pricePerGpu: 7, cpuTrue: false }).faults).toEqual(['price', 'cpu']);
  });

  it('ignores collateral where it is not enforced, and for B200', () => {
    expect(score({ collateral: false, noCollateralAllowed: true }).actual).toBe(1);
    expect(score({ contractOutdated: true, noCollateralAllowed: true }).actual).toBe(1);
    expect(score({ model: 'NVIDIA B200', collateral: false }).actual).toBe(1);
    expect(score({ model: 'NVIDIA B200', contractOutdated: true }).actual).toBe(1);
    expect(score({ model: 'NVIDIA B200', collateral: false, cpuTrue: false }).actual).toBe(0);
  });

  it('reports 1 for every rented node and needs no average of it', () => {
    expect(score({ rented: true, sideLoadFree: false })).toEqual({
      actual: 0,
      job: 1,
      faults: ['side_load'],
    });
    expect(score({ rented: true, downloadAverage: null })).toEqual({
      actual: 1,
      job: 1,
      faults: [],
    });
  });
});
