import { describe, expect, it } from 'vitest';
import {
  type PowerFacts,
  type PowerRules,
  powerReason,
  yieldingShare,
} from '../../../src/miner/power.ts';

const FINE: PowerFacts = {
  online: true,
  visible: true,
  saveData: false,
  battery: { charging: true, level: 1 },
  pressure: 'nominal',
};
const RULES: PowerRules = {
  pausedByUser: false,
  stopOnBattery: true,
  hiddenTab: 'pause',
};
const battery = (charging: boolean, level: number): PowerFacts => ({
  ...FINE,
  battery: { charging, level },
});

describe('power rules', () => {
  it('let mining run when nothing speaks against it', () => {
    expect(powerReason(FINE, RULES, null)).toBeNull();
  });

  it('stop below 30 % when discharging', () => {
    expect(powerReason(battery(false, 0.31), RULES, null)).toBeNull();
    expect(powerReason(battery(false, 0.29), RULES, null)).toBe('paused-battery');
  });

  it('go on only when charging above 35 %', () => {
    expect(powerReason(battery(true, 0.3), RULES, 'paused-battery')).toBe('paused-battery');
    expect(powerReason(battery(false, 0.4), RULES, 'paused-battery')).toBe('paused-battery');
    expect(powerReason(battery(true, 0.36), RULES, 'paused-battery')).toBeNull();
  });

  it('leave the battery alone when the visitor does not want the stop', () => {
    const rules = { ...RULES, stopOnBattery: false };
    expect(powerReason(battery(false, 0.05), rules, null)).toBeNull();
  });

  it('pause a hidden tab unless told to continue', () => {
    const hidden = { ...FINE, visible: false };
    expect(powerReason(hidden, RULES, null)).toBe('paused-hidden');
    expect(powerReason(hidden, { ...RULES, hiddenTab: 'continue' }, null)).toBeNull();
  });

  it('go slower under critical load at a modest share, and never stop for it', () => {
    const critical = { pressure: 'critical' } as const;
    expect(yieldingShare(critical, 0.5)).toBe(0.25);
    expect(yieldingShare(critical, 0.1)).toBe(0.1);
    expect(yieldingShare(critical, 1)).toBe(1);
    expect(yieldingShare({ pressure: 'serious' }, 0.5)).toBe(0.5);
    expect(powerReason({ ...FINE, ...critical }, RULES, null)).toBeNull();
  });

  it('respect the data saver and tell when the network is gone', () => {
    expect(powerReason({ ...FINE, saveData: true }, RULES, null)).toBe('paused-saver');
    expect(powerReason({ ...FINE, online: false }, RULES, null)).toBe('offline');
  });

  it('name the visitor’s own pause before any other reason', () => {
    const facts: PowerFacts = { ...FINE, online: false, visible: false, saveData: true };
    expect(powerReason(facts, { ...RULES, pausedByUser: true }, null)).toBe('paused-by-you');
  });

  it('ask nothing of browsers that tell nothing', () => {
    const silent: PowerFacts = { ...FINE, battery: null, pressure: null };
    expect(powerReason(silent, RULES, null)).toBeNull();
  });
});
