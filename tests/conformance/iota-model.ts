import * as v from 'valibot';
import { shiftedCrossEntropy } from '../../src/nn/reference/cross-entropy.ts';
import { matrix } from '../../src/nn/reference/linear.ts';
import { ropeTables } from '../../src/nn/reference/rope.ts';
import { blockBackward, blockForward } from '../../src/subnets/iota/reference.ts';
import { list } from './list.ts';
import type { BlockWeights } from '../../src/subnets/iota/reference.ts';
import type { ConformanceAdapter, PairFile } from './contract.ts';

const Series = v.array(v.number());
const Rows = v.array(Series);

const Tables = v.object({
  tiny_config: v.object({ n_heads: v.number(), n_kv_groups: v.number(), emb_dim: v.number() }),
  rope_tables_used: v.object({ cos: Rows, sin: Rows }),
});

const Block = v.object({
  name: v.string(),
  params: v.array(v.object({ name: v.string(), shape: Series })),
  input_shape: v.tuple([v.number(), v.number(), v.number()]),
  input: Series,
  output: Series,
  upstream_grad: Series,
  input_grad: Series,
  param_grad_l2: v.record(v.string(), v.nullable(v.number())),
  param_grad_first8: v.record(v.string(), v.nullable(Series)),
});

/** Our name of a parameter of the source. */
const NAMES: Readonly<Record<string, keyof BlockWeights>> = {
  'att.W_key.weight': 'key',
  'att.W_value.weight': 'value',
  'att.W_query.weight': 'query',
  'att.out_proj.weight': 'out',
  'ff.fc1.weight': 'fc1',
  'ff.fc2.weight': 'fc2',
  'ff.fc3.weight': 'fc3',
  'ff.fc4.weight': 'fc4',
  'norm1.weight': 'norm1',
  'norm2.weight': 'norm2',
};

function ownName(name: string): keyof BlockWeights {
  return NAMES[name] ?? 'decoder';
}

/** The file's `weight_fill_rule`. */
function fill(name: string, p: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    name.includes('norm')
      ? 1 + 0.1 * Math.sin(0.3 * i + p)
      : 0.25 * Math.sin(0.7 * i + 1.3 * p + ((0.11 * i * i) % 1.7)),
  );
}

function weightsOf(params: v.InferOutput<typeof Block>['params']): BlockWeights {
  const matrices = params.map(({ name, shape: [rows = 1, columns = 1] }, p) => {
    return [ownName(name), matrix(rows, columns, fill(name, p, rows * columns))] as const;
  });
  const named = new Map(matrices);
  const find = (name: keyof BlockWeights) => {
    const found = named.get(name);
    if (!found) throw new Error(`the case has no ${name}`);
    return found;
  };
  const [decoder, fc4] = [named.get('decoder'), named.get('fc4')];
  return {
    key: find('key'),
    value: find('value'),
    query: find('query'),
    out: find('out'),
    fc1: find('fc1'),
    fc2: find('fc2'),
    fc3: find('fc3'),
    norm1: find('norm1').data,
    norm2: find('norm2').data,
    ...(decoder ? { decoder } : {}),
    ...(fc4 ? { fc4 } : {}),
  };
}

function blockCase(data: v.InferOutput<typeof Block>, file: PairFile) {
  const { tiny_config: config, rope_tables_used: rope } = v.parse(Tables, file.content);
  const [batch, tokens, width] = data.input_shape;
  const shape = {
    batch,
    tokens,
    heads: config.n_heads,
    groups: config.n_kv_groups,
    headSize: config.emb_dim / config.n_heads,
    rope,
  };
  const weights = weightsOf(data.params);
  const x = matrix(batch * tokens, width, data.input);
  const out = blockForward(x, weights, shape);
  const dy = matrix(out.rows, out.columns, data.upstream_grad);
  const { dx, gradients } = blockBackward(x, weights, { shape, dy });
  const byName = <Value>(names: readonly string[], read: (gradient: Float64Array) => Value) =>
    Object.fromEntries(
      names.map((name) => {
        const gradient = gradients[ownName(name)];
        return [name, gradient ? read(gradient) : null];
      }),
    );
  return {
    name: data.name,
    actual: {
      output: Array.from(out.data),
      input_grad: Array.from(dx.data),
      l2: byName(Object.keys(data.param_grad_l2), (gradient) => Math.hypot(...gradient)),
      first8: byName(Object.keys(data.param_grad_first8), (gradient) =>
        Array.from(gradient.subarray(0, 8)),
      ),
    },
    expected: {
      output: data.output,
      input_grad: data.input_grad,
      l2: data.param_grad_l2,
      first8: data.param_grad_first8,
    },
  };
}

const Rope = v.object({
  name: v.string(),
  head_dim: v.number(),
  theta_base: v.number(),
  positions: v.number(),
  freq_config: v.nullable(
    v.object({
      factor: v.number(),
      low_freq_factor: v.number(),
      high_freq_factor: v.number(),
      original_context_length: v.number(),
    }),
  ),
  cos_row_1: Series,
  sin_row_1: Series,
  cos_row_last: Series,
});

function ropeCase(data: v.InferOutput<typeof Rope>) {
  const config = data.freq_config;
  const tables = ropeTables({
    headSize: data.head_dim,
    base: data.theta_base,
    positions: data.positions,
    scaling: config && {
      factor: config.factor,
      lowFreqFactor: config.low_freq_factor,
      highFreqFactor: config.high_freq_factor,
      originalContext: config.original_context_length,
    },
  });
  return {
    name: data.name,
    actual: [tables.cos[1], tables.sin[1], tables.cos.at(-1)],
    expected: [data.cos_row_1, data.sin_row_1, data.cos_row_last],
  };
}

const LossCase = v.object({
  logits_formula: v.string(),
  labels: v.array(Series),
  loss_mean_shifted: v.number(),
  grad_wrt_logits_first20: Series,
});

/** Reads "A*cos(B*i+C), i=flat index, shape [b,t,v]". */
function lossCase(data: v.InferOutput<typeof LossCase>) {
  const number = '(-?[\\d.]+)';
  const formula = new RegExp(`^${number}\\*(cos|sin)\\(${number}\\*i\\+${number}\\)`);
  const [, scale, kind, rate, phase] = formula.exec(data.logits_formula) ?? [];
  const [, sizes = ''] = /shape \[([\d, ]+)\]/.exec(data.logits_formula) ?? [];
  const [b = 0, t = 0, vocabulary = 0] = sizes.split(',').map(Number);
  const wave = kind === 'sin' ? Math.sin : Math.cos;
  const logits = Array.from({ length: b * t * vocabulary }, (_, i) => {
    return Number(scale) * wave(Number(rate) * i + Number(phase));
  });
  const { loss, gradient } = shiftedCrossEntropy(logits, data.labels, vocabulary);
  return {
    actual: { loss, gradient: Array.from(gradient.subarray(0, 20)) },
    expected: { loss: data.loss_mean_shifted, gradient: data.grad_wrt_logits_first20 },
  };
}

/** Groups that compute parts of the model. */
export const iotaModel: ConformanceAdapter['groups'] = {
  blocks: list(Block, (data, _index, file) => blockCase(data, file)),
  rope: list(Rope, ropeCase),
  loss: list(LossCase, lossCase),
};
