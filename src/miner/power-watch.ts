import type { PowerFacts } from './power.ts';

// Watches what the browser tells about power, visibility and load. Every source is optional.

interface BatteryManager extends EventTarget {
  readonly charging: boolean;
  readonly level: number;
}

interface PressureRecord {
  readonly state: 'nominal' | 'fair' | 'serious' | 'critical';
}

interface PressureObserverLike {
  observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}

/** APIs that lib.dom does not know; all absent in some browser. */
interface PowerNavigator {
  getBattery?: () => Promise<BatteryManager>;
  connection?: EventTarget & { readonly saveData?: boolean };
}
type PressureObserverClass = new (
  listener: (records: readonly PressureRecord[]) => void,
) => PressureObserverLike;

const PRESSURE_SAMPLE_MS = 2_000;

export interface PowerWatch {
  facts(): PowerFacts;
  close(): void;
}

/** Starts watching; `onChange` is called after each change. */
export function watchPower(onChange: () => void): PowerWatch {
  const listeners = new AbortController();
  const { signal } = listeners;
  const powerNavigator = navigator as Navigator & PowerNavigator; // see above
  let battery: BatteryManager | null = null;
  let pressure: PowerFacts['pressure'] = null;

  document.addEventListener('visibilitychange', onChange, { signal });
  globalThis.addEventListener('online', onChange, { signal });
  globalThis.addEventListener('offline', onChange, { signal });
  powerNavigator.connection?.addEventListener('change', onChange, { signal });
  void batteryOf(powerNavigator).then((found) => {
    battery = found;
    for (const name of ['chargingchange', 'levelchange'])
      found?.addEventListener(name, onChange, { signal });
    return onChange();
  });
  watchPressure(signal, (state) => {
    if (state === pressure) return;
    pressure = state;
    onChange();
  });

  return {
    facts: () => ({
      online: navigator.onLine,
      visible: document.visibilityState === 'visible',
      saveData: powerNavigator.connection?.saveData ?? false,
      battery: battery ? { charging: battery.charging, level: battery.level } : null,
      pressure,
    }),
    close: () => listeners.abort(),
  };
}

/** One look at battery and data saver, for the device check. */
export async function powerNow(): Promise<Pick<PowerFacts, 'battery' | 'saveData'>> {
  const powerNavigator = navigator as Navigator & PowerNavigator; // see above
  const found = await batteryOf(powerNavigator);
  return {
    battery: found ? { charging: found.charging, level: found.level } : null,
    saveData: powerNavigator.connection?.saveData ?? false,
  };
}

/** Null where there is no battery API, or a policy forbids it. */
async function batteryOf(source: PowerNavigator): Promise<BatteryManager | null> {
  return (await source.getBattery?.().catch(() => null)) ?? null;
}

function watchPressure(
  signal: AbortSignal,
  onState: (state: PressureRecord['state']) => void,
): void {
  const scope = globalThis as { PressureObserver?: PressureObserverClass }; // not in lib.dom
  if (!scope.PressureObserver) return;
  const observer = new scope.PressureObserver((records) => {
    const last = records.at(-1);
    if (last) onState(last.state);
  });
  // Refused by policy or not supported for the processor: the rule is simply off.
  observer.observe('cpu', { sampleInterval: PRESSURE_SAMPLE_MS }).catch(() => undefined);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
