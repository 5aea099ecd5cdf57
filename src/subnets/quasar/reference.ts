import { AppError } from '../../shared/errors.ts';
import { gateAlpha } from './scoring/gate.ts';

// QuasarAttention forward in float64: the truth that kernels are measured against. Per head
//   S ← (I − α k kᵀ) S + α k vᵀ,  o = q S,  α from λ = ‖k‖² and the head's β.
// B batch, T tokens, H heads, S head size; the state is key × value. Source: the operator of
// flash-linear-attention's fork, `fla/ops/quasar/{chunk,fused_recurrent,gate}.py` @ b3b94ef.

export interface AttentionInputs {
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  readonly size: number;
  /** (B, T, H, S) row-major. */
  readonly q: Float64Array;
  /** (B, T, H, S) row-major. */
  readonly k: Float64Array;
  /** (B, T, H, S) row-major. */
  readonly v: Float64Array;
  /** (H), at least 0. */
  readonly beta: Float64Array;
}

export interface AttentionOutputs {
  /** (B, T, H, S) row-major. */
  readonly o: Float64Array;
  /** (B, H, S, S) row-major, key × value. */
  readonly state: Float64Array;
}

/** Tokens of one chunk upstream. */
export const CHUNK_TOKENS = 64;

/** Rows of one head: row i of a tensor begins at `start + i · stride`. */
interface Rows {
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

/** Numbers of the inputs where rows are read from. */
interface Source {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
  readonly size: number;
}

/**
 * Token by token. O(T · S²) a head.
 *
 * @throws AppError `input.malformed` when a length does not fit the shape
 */
export function attentionRecurrent(inputs: AttentionInputs): AttentionOutputs {
  return attentionChunked(inputs, 1);
}

/**
 * Chunk by chunk: with K, V, Q the rows of a chunk and S the state before it,
 * D = (I + M)⁻¹ diag(α)(V − K S), M the strictly lower part of diag(α) K Kᵀ;
 * o = Q S + tril(Q Kᵀ) D; S ← S + Kᵀ D. A chunk of 1 is the recurrence itself.
 *
 * @param chunk tokens, at least 1; the last chunk may be shorter
 * @throws AppError `input.malformed` when a length does not fit the shape, or the chunk is below 1
 */
export function attentionChunked(
  inputs: AttentionInputs,
  chunk: number = CHUNK_TOKENS,
): AttentionOutputs {
  const { tokens, heads, size } = checked(inputs, chunk);
  return perHead(inputs, (batch, head, state, o) => {
    for (let from = 0; from < tokens; from += chunk) {
      const rows: Rows = {
        start: ((batch * tokens + from) * heads + head) * size,
        stride: heads * size,
        count: Math.min(chunk, tokens - from),
      };
      const deltas = corrections(inputs, rows, inputs.beta[head] ?? 0, state);
      readOut({ source: inputs, rows, state, deltas, causal: true }, o, rows);
      absorb(inputs, rows, deltas, state);
    }
  });
}

/**
 * What the published chunk code returns, to recognise its output and for nothing else: padded to
 * whole chunks it reads memory of (B, T, H, S) as (B, H, chunks, chunk, S), advances the state
 * as above, then reads out with the state after the chunk and without the causal mask,
 * o = Q S′ + Q Kᵀ (U − W S′), and writes each chunk back as (B, chunk, H, S).
 *
 * @throws AppError `input.malformed` as `attentionChunked`
 */
export function attentionPublished(
  inputs: AttentionInputs,
  chunk: number = CHUNK_TOKENS,
): AttentionOutputs {
  const { batch, tokens, heads, size } = checked(inputs, chunk);
  const chunks = Math.ceil(tokens / chunk);
  const padded = chunks * chunk;
  const pad = (data: Float64Array): Float64Array => padTokens(data, inputs, padded);
  const source: Source = { q: pad(inputs.q), k: pad(inputs.k), v: pad(inputs.v), size };
  const wide = new Float64Array(batch * padded * heads * size);
  const { state } = perHead(inputs, (b, head, own) => {
    for (let n = 0; n < chunks; n++) {
      const start = ((b * heads + head) * padded + n * chunk) * size;
      const rows: Rows = { start, stride: size, count: chunk };
      const beta = inputs.beta[head] ?? 0;
      absorb(source, rows, corrections(source, rows, beta, own), own);
      const deltas = corrections(source, rows, beta, own);
      const to: Rows = {
        start: ((b * padded + n * chunk) * heads + head) * size,
        stride: heads * size,
        count: chunk,
      };
      readOut({ source, rows, state: own, deltas, causal: false }, wide, to);
    }
  });
  const o = new Float64Array(inputs.q.length);
  const row = heads * size;
  for (let b = 0; b < batch; b++) {
    const from = b * padded * row;
    o.set(wide.subarray(from, from + tokens * row), b * tokens * row);
  }
  return { o, state };
}

/** Runs each head from a zero state, which the walk changes in place. */
function perHead(
  { batch, heads, size, q }: AttentionInputs,
  walk: (batch: number, head: number, state: Float64Array, o: Float64Array) => void,
): AttentionOutputs {
  const o = new Float64Array(q.length);
  const state = new Float64Array(batch * heads * size * size);
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      const start = (b * heads + head) * size * size;
      walk(b, head, state.subarray(start, start + size * size), o);
    }
  }
  return { o, state };
}

/** D, shape (count, S): row i is α_i (v_i − k_i S − Σ_{p<i} (k_i · k_p) D_p). */
function corrections(
  { k, v, size }: Source,
  rows: Rows,
  beta: number,
  state: Float64Array,
): Float64Array {
  const deltas = new Float64Array(rows.count * size);
  for (let i = 0; i < rows.count; i++) {
    const at = rows.start + i * rows.stride;
    const alpha = gateAlpha(beta, dot(k, at, k, at, size));
    for (let j = 0; j < size; j++) {
      let value = v[at + j] ?? 0;
      for (let m = 0; m < size; m++) value -= (k[at + m] ?? 0) * (state[m * size + j] ?? 0);
      deltas[i * size + j] = alpha * value;
    }
    for (let p = 0; p < i; p++) {
      const share = alpha * dot(k, at, k, rows.start + p * rows.stride, size);
      for (let j = 0; j < size; j++) {
        deltas[i * size + j] = (deltas[i * size + j] ?? 0) - share * (deltas[p * size + j] ?? 0);
      }
    }
  }
  return deltas;
}

/** S ← S + Kᵀ D, in place. */
function absorb({ k, size }: Source, rows: Rows, deltas: Float64Array, state: Float64Array): void {
  for (let i = 0; i < rows.count; i++) {
    const at = rows.start + i * rows.stride;
    for (let m = 0; m < size; m++) {
      const key = k[at + m] ?? 0;
      for (let j = 0; j < size; j++) {
        state[m * size + j] = (state[m * size + j] ?? 0) + key * (deltas[i * size + j] ?? 0);
      }
    }
  }
}

interface ReadOut {
  readonly source: Source;
  readonly rows: Rows;
  readonly state: Float64Array;
  readonly deltas: Float64Array;
  /** Whether a token sees only itself and those before it. */
  readonly causal: boolean;
}

/** o = Q S + (Q Kᵀ) D into the given rows of `o`. */
function readOut(
  { source, rows, state, deltas, causal }: ReadOut,
  o: Float64Array,
  to: Rows,
): void {
  const { q, k, size } = source;
  for (let i = 0; i < rows.count; i++) {
    const at = rows.start + i * rows.stride;
    const sums = new Float64Array(size);
    const addRow = (weight: number, row: Float64Array, start: number): void => {
      for (let j = 0; j < size; j++) sums[j] = (sums[j] ?? 0) + weight * (row[start + j] ?? 0);
    };
    for (let m = 0; m < size; m++) addRow(q[at + m] ?? 0, state, m * size);
    const last = causal ? i + 1 : rows.count;
    for (let p = 0; p < last; p++) {
      addRow(dot(q, at, k, rows.start + p * rows.stride, size), deltas, p * size);
    }
    o.set(sums, to.start + i * to.stride);
  }
}

function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, size: number): number {
  let sum = 0;
  for (let m = 0; m < size; m++) sum += (a[fromA + m] ?? 0) * (b[fromB + m] ?? 0);
  return sum;
}

/** (B, T, H, S) → (B, padded, H, S), zeros after the last token. */
function padTokens(data: Float64Array, inputs: AttentionInputs, padded: number): Float64Array {
  const row = inputs.heads * inputs.size;
  const wide = new Float64Array(inputs.batch * padded * row);
  for (let b = 0; b < inputs.batch; b++) {
    const from = b * inputs.tokens * row;
    wide.set(data.subarray(from, from + inputs.tokens * row), b * padded * row);
  }
  return wide;
}

function checked(inputs: AttentionInputs, chunk: number): AttentionInputs {
  const { batch, tokens, heads, size, q, k, v, beta } = inputs;
  const expected = batch * tokens * heads * size;
  for (const [name, data] of Object.entries({ q, k, v })) {
    if (data.length !== expected) {
      throw new AppError(
        'input.malformed',
        `${name} has ${data.length} numbers, (${batch}, ${tokens}, ${heads}, ${size}) needs ${expected}`,
      );
    }
  }
  if (beta.length !== heads) {
    throw new AppError('input.malformed', `beta has ${beta.length} numbers for ${heads} heads`);
  }
  if (!(chunk >= 1)) throw new AppError('input.malformed', `a chunk of ${chunk} tokens`);
  return inputs;
}
