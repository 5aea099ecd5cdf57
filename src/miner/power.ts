import type { HoldCode } from './loop/state.ts';

// When mining holds back by itself. One function, so that one reason can be shown.

/** What the page can see; null where the browser does not tell. */
export interface PowerFacts {
  readonly online: boolean;
  readonly visible: boolean;
  readonly saveData: boolean;
  readonly battery: { readonly charging: boolean; readonly level: number } | null;
  readonly pressure: 'nominal' | 'fair' | 'serious' | 'critical' | null;
}

export interface PowerRules {
  readonly pausedByUser: boolean;
  readonly stopOnBattery: boolean;
  readonly hiddenTab: 'pause' | 'continue';
}

/** Stop when discharging below this level … */
const BATTERY_STOP = 0.3;
/** … and go on only when charging above this one: no flapping at the edge. */
const BATTERY_RESUME = 0.35;
/** Above this share a machine under pressure is what the visitor asked for. */
const OWN_LOAD_SHARE = 0.5;
/** Under pressure the share is divided by this, down to the least share. */
const YIELD = 2;
const LEAST_SHARE = 0.1;

/**
 * The reason to hold mining back, or null to mine.
 *
 * @param previous the reason in force, for rules with hysteresis
 */
export function powerReason(
  facts: PowerFacts,
  rules: PowerRules,
  previous: HoldCode | null,
): HoldCode | null {
  if (rules.pausedByUser) return 'paused-by-you';
  if (facts.saveData) return 'paused-saver';
  if (rules.stopOnBattery && isBatteryLow(facts, previous)) return 'paused-battery';
  if (!facts.visible && rules.hiddenTab === 'pause') return 'paused-hidden';
  return facts.online ? null : 'offline';
}

function isBatteryLow({ battery }: PowerFacts, previous: HoldCode | null): boolean {
  if (!battery) return false;
  if (previous !== 'paused-battery') return !battery.charging && battery.level < BATTERY_STOP;
  return !battery.charging || battery.level < BATTERY_RESUME;
}

/**
 * The share to mine at: others come first while the processor is under critical pressure. Mining
 * goes on, slower, since our own work may be the pressure.
 *
 * @param share asked by the visitor, 0.1..1
 */
export function yieldingShare({ pressure }: Pick<PowerFacts, 'pressure'>, share: number): number {
  if (pressure !== 'critical' || share > OWN_LOAD_SHARE) return share;
  return Math.max(LEAST_SHARE, share / YIELD);
}
