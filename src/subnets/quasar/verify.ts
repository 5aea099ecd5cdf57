import { sha256Hex } from '../../shared/hash.ts';
import { compareCodePoints } from '../../shared/python-text.ts';
import { hasShape, shapeText } from './scoring/tensor.ts';
import type { Tensor, TensorSet } from './scoring/tensor.ts';
import type { FragmentClaim, TensorEntry } from './task.ts';

// May an update be looked at at all (section e.1)? Signatures are checked where keys are.

/**
 * First fault of a fragment against its manifest: names, then by tensor its shape, sha256 of the
 * raw little-endian float32 bytes, and that every number is finite. Null without a fault.
 */
export function fragmentFault(entries: readonly TensorEntry[], tensors: TensorSet): string | null {
  const listed = new Set(entries.map(({ name }) => name));
  const missing = [...listed].filter((name) => !tensors.has(name)).sort(compareCodePoints);
  const extra = [...tensors.keys()].filter((name) => !listed.has(name)).sort(compareCodePoints);
  if (missing.length > 0 || extra.length > 0) {
    return `tensor names differ: missing [${missing.join(', ')}], extra [${extra.join(', ')}]`;
  }
  for (const entry of entries) {
    const tensor = tensors.get(entry.name);
    const fault = tensor === undefined ? null : tensorFault(entry, tensor);
    if (fault !== null) return `${entry.name}: ${fault}`;
  }
  return null;
}

function tensorFault(entry: TensorEntry, tensor: Tensor): string | null {
  if (!hasShape(tensor, entry.shape)) {
    return `shape ${shapeText(tensor.shape)}, the manifest has ${shapeText(entry.shape)}`;
  }
  if (entry.sha256 !== undefined && sha256Hex(rawBytes(tensor.data)) !== entry.sha256) {
    return 'sha256 differs';
  }
  const at = tensor.data.findIndex((value) => !Number.isFinite(value));
  return at < 0 ? null : `number ${at} is ${tensor.data[at]}`;
}

/** Little-endian whatever the machine is. */
function rawBytes(data: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * data.length));
  for (const [i, value] of data.entries()) view.setFloat32(4 * i, value, true);
  return new Uint8Array(view.buffer);
}

/** What the synchroniser knows of the fragment that it asked for. */
export interface ClaimExpectation {
  readonly run_id: string;
  readonly assigned_hotkey: string;
  /** Hash of the state it handed out; null at the first. */
  readonly state_sha256: string | null;
}

/** First fault of a claim of the live synchronisation; null without one. */
export function claimFault(claim: FragmentClaim, expected: ClaimExpectation): string | null {
  const { miner_hotkey: hotkey, worker_id: worker } = claim;
  const previous = claim.previous_fragment_state_sha256 ?? null;
  const tests: readonly (readonly [boolean, string])[] = [
    [claim.run_id === expected.run_id, `run ${claim.run_id}, expected ${expected.run_id}`],
    [
      hotkey === expected.assigned_hotkey,
      `hotkey ${hotkey}, the job is ${expected.assigned_hotkey}'s`,
    ],
    [claim.learner_id === `${hotkey}:${worker}`, `learner ${claim.learner_id} is not its worker`],
    [
      claim.fragment_id < claim.fragment_count,
      `fragment ${claim.fragment_id} of ${claim.fragment_count}`,
    ],
    [
      claim.local_step >= claim.target_local_step,
      `local step ${claim.local_step}, at least ${claim.target_local_step} is asked for`,
    ],
    [previous === expected.state_sha256, 'the previous state is not the one handed out'],
  ];
  return tests.find(([ok]) => !ok)?.[1] ?? null;
}
