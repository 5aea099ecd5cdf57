import { formatPercent } from '../../app/format.ts';
import type { DeviceCheck } from '../../miner/snapshot.ts';
import { m } from '../../paraglide/messages.js';

// A device's facts as sentences, each with how good it is for mining.

export interface Fact {
  readonly name: string;
  readonly text: string;
  readonly grade: 'ok' | 'warn' | 'bad';
}

/** All that matters for mining, the decisive facts first. */
export function factsOf(check: DeviceCheck): Fact[] {
  const facts: Fact[] = [graphics(check), threads(check), worker(check), keys(check)];
  facts.push(storage(check), video(check));
  if (!check.secureContext)
    facts.unshift({ name: m.check_secure(), text: m.check_secure_no(), grade: 'bad' });
  if (check.saveData)
    facts.push({ name: m.check_saver(), text: m.check_saver_on(), grade: 'warn' });
  if (check.battery) facts.push(battery(check.battery));
  return facts;
}

/** The check in one sentence. */
export function verdictOf(check: DeviceCheck): string {
  if (factsOf(check).some(({ grade }) => grade === 'bad')) return m.check_verdict_blocked();
  const { available, software } = check.gpu;
  return available && !software ? m.check_verdict_gpu() : m.check_verdict_cpu();
}

function graphics({ gpu }: DeviceCheck): Fact {
  const name = m.check_gpu();
  if (!gpu.available)
    return { name, text: m.check_gpu_none({ reason: gpu.reason }), grade: 'warn' };
  if (gpu.software) return { name, text: m.check_gpu_software(), grade: 'warn' };
  const named = gpu.description || [gpu.vendor, gpu.architecture].filter(Boolean).join(' ');
  const extras = gpu.f16 ? m.check_gpu_extras_f16() : '';
  return {
    name,
    text: m.check_gpu_ready({ name: named || m.check_gpu_unnamed(), extras }),
    grade: 'ok',
  };
}

function threads({ wasmThreads }: DeviceCheck): Fact {
  const name = m.check_threads();
  if (wasmThreads < 2) return { name, text: m.check_threads_one(), grade: 'warn' };
  return { name, text: m.check_threads_many({ count: wasmThreads }), grade: 'ok' };
}

function worker({ workers }: DeviceCheck): Fact {
  const name = m.check_worker();
  return workers
    ? { name, text: m.check_worker_yes(), grade: 'ok' }
    : { name, text: m.check_worker_no(), grade: 'bad' };
}

function keys({ ed25519 }: DeviceCheck): Fact {
  const name = m.check_keys();
  return ed25519
    ? { name, text: m.check_keys_yes(), grade: 'ok' }
    : { name, text: m.check_keys_no(), grade: 'bad' };
}

function storage({ storage: kind, storagePersisted }: DeviceCheck): Fact {
  const name = m.check_storage();
  if (kind === 'none') return { name, text: m.check_storage_none(), grade: 'bad' };
  return storagePersisted
    ? { name, text: m.check_storage_kept(), grade: 'ok' }
    : { name, text: m.check_storage_loose(), grade: 'ok' };
}

function video({ webCodecs }: DeviceCheck): Fact {
  const name = m.check_video();
  return webCodecs
    ? { name, text: m.check_video_yes(), grade: 'ok' }
    : { name, text: m.check_video_no(), grade: 'warn' };
}

function battery({ charging, level }: { charging: boolean; level: number }): Fact {
  const percent = formatPercent(level);
  return charging
    ? { name: m.check_battery(), text: m.check_battery_charging({ level: percent }), grade: 'ok' }
    : {
        name: m.check_battery(),
        text: m.check_battery_draining({ level: percent }),
        grade: 'warn',
      };
}
