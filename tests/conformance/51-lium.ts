import * as v from 'valibot';
import { utf8 } from '../../src/shared/bytes.ts';
import { applyReferrals, burnByUid, BURN_COLDKEYS } from '../../src/subnets/lium/scoring/burn.ts';
import { scoreCycle } from '../../src/subnets/lium/scoring/cycle.ts';
import { DRIVER_CUTOFF_MS, driverFactor } from '../../src/subnets/lium/scoring/driver.ts';
import { hourlyRate } from '../../src/subnets/lium/scoring/hourly-rate.ts';
import {
  cannotCapPower,
  diskShortage,
  lacksFlagshipCapability,
} from '../../src/subnets/lium/scoring/idle-gates.ts';
import { maxDimK } from '../../src/subnets/lium/scoring/matrix.ts';
import { SYSBOX_CUTOFF_MS } from '../../src/subnets/lium/scoring/mining-pool.ts';
import { networkAverage } from '../../src/subnets/lium/scoring/network.ts';
import { PLAIN_NODE } from '../../src/subnets/lium/scoring/node.ts';
import { judgeNode } from '../../src/subnets/lium/scoring/signature-node.ts';
import { judgeCard, parseProberOutput } from '../../src/subnets/lium/scoring/signature.ts';
import { verificationScore } from '../../src/subnets/lium/scoring/verification.ts';
import { fitsVram, vramWindows } from '../../src/subnets/lium/scoring/vram.ts';
import { toChainWeights } from '../../src/subnets/lium/scoring/weights.ts';
import type { LiumNode } from '../../src/subnets/lium/scoring/node.ts';
import type { CardVerdict } from '../../src/subnets/lium/scoring/signature.ts';
import type { ConformanceAdapter, ConformanceCase } from './contract.ts';

const Numbers = v.record(v.string(), v.number());
const Anything = v.record(v.string(), v.unknown());

const Card = v.object({
  slot: v.number(),
  ok: v.boolean(),
  reasons: v.array(v.string()),
  kernel_uuid: v.string(),
  tflops: v.nullable(v.number()),
  gbps: v.nullable(v.number()),
  have_kernel: v.boolean(),
});

const Executor = v.object({
  uuid: v.string(),
  gpu: v.string(),
  gpus: v.number(),
  score: v.optional(v.number()),
  job_score: v.optional(v.number()),
  rented: v.optional(v.boolean()),
  rented_gpus: v.nullish(v.number()),
  split_min: v.nullish(v.number()),
  sysbox: v.optional(v.boolean()),
  driver: v.optional(v.string()),
  excluded: v.optional(v.boolean()),
});

const Constants = v.object({
  constants: v.object({
    prices: Numbers,
    base: v.record(v.string(), v.string()),
    caps: v.record(v.string(), Numbers),
    portions: Numbers,
  }),
});

/** From both cut-offs on: the pairs name no date. */
const NOW_MS = Math.max(DRIVER_CUTOFF_MS, SYSBOX_CUTOFF_MS);

function fromCard(card: CardVerdict) {
  const { slot, ok, reasons, tflops, gbps } = card;
  const [kernel_uuid, have_kernel] = [card.kernelUuid, card.haveKernel];
  return { slot, ok, reasons, kernel_uuid, tflops, gbps, have_kernel };
}

function toNode(executor: v.InferOutput<typeof Executor>): LiumNode {
  const score = executor.score ?? 1;
  return {
    ...PLAIN_NODE,
    uuid: executor.uuid,
    model: executor.gpu,
    gpus: executor.gpus,
    score,
    jobScore: executor.job_score ?? score,
    rented: executor.rented ?? false,
    rentedGpus: executor.rented_gpus ?? null,
    rentedSinceMs: NOW_MS,
    splitMin: executor.split_min ?? null,
    sysbox: executor.sysbox ?? true,
    driver: executor.driver ?? '',
    banned: executor.excluded ?? false,
  };
}

/** A group of cases `{in, out}`. */
function group<In extends v.GenericSchema>(
  input: In,
  actual: (data: v.InferOutput<In>, whole: unknown) => unknown,
) {
  const schema = v.object({ cases: v.array(v.object({ in: input, out: v.unknown() })) });
  return (data: unknown): ConformanceCase[] =>
    v.parse(schema, data).cases.map((entry, index) => ({
      name: String(index),
      actual: actual(entry.in, data),
      expected: entry.out,
    }));
}

const cycleGroup = group(
  v.object({
    executors: v.array(Executor),
    tao_usd: v.number(),
    alpha_per_block: v.number(),
  }),
  (data, whole) => {
    const { prices, base, caps, portions } = v.parse(Constants, whole).constants;
    const result = scoreCycle(data.executors.map(toNode), {
      prices: { taoUsd: data.tao_usd, alphaPerBlock: data.alpha_per_block },
      nowMs: NOW_MS,
      market: { prices, families: base, caps, portions },
    });
    return {
      total_rental_cost_per_h: result.idleCostPerHour,
      rental_share_raw: result.idleShareRaw,
      rental_share: result.idleShare,
      burn_share: result.burnShare,
      incentives: result.nodes.map(({ mining, idle }) => mining + idle),
      by_pool: result.nodes.map(({ mining, idle }) => ({ mining, idle })),
      cap_multipliers: Object.fromEntries(result.capMultipliers),
    };
  },
);

const RateRules = v.record(
  v.string(),
  v.union([v.number(), v.literal('default'), v.object({ multiplier: v.number() })]),
);

const scoringGroups = {
  hourly_rate: group(
    v.object({
      gpu: v.string(),
      count: v.number(),
      custom: v.record(v.string(), RateRules),
      prices: Numbers,
    }),
    ({ gpu, count, custom, prices }) => hourlyRate(gpu, count, custom, prices),
  ),
  incentive_cycle: cycleGroup,
  weights_u16: group(v.array(v.number()), (weights) => toChainWeights(weights)),
  burn_slots: group(
    v.object({ share: v.number(), slots: v.array(v.number()), present: v.array(v.number()) }),
    ({ share, slots, present }) => {
      const neurons = present.map((uid) => ({ uid, coldkey: BURN_COLDKEYS[uid] ?? '' }));
      return Object.fromEntries(burnByUid(share, neurons, slots));
    },
  ),
  referral_pool: group(
    v.object({ scores: Numbers, burn: Numbers, ema: Numbers, share: v.number() }),
    ({ scores, burn, ema, share }) =>
      Object.fromEntries(
        applyReferrals({
          scores: new Map(Object.entries(scores)),
          burn: new Map(Object.entries(burn)),
          revenue: new Map(Object.entries(ema)),
          share,
        }),
      ),
  ),
  verification_score: group(
    v.object({
      gpu: v.string(),
      price_per_gpu: v.nullable(v.number()),
      base_price: v.number(),
      collateral: v.boolean(),
      rented: v.boolean(),
      ema_download: v.nullable(v.number()),
      cpu_ok: v.boolean(),
      side_load_ok: v.boolean(),
      no_collateral_allowed: v.boolean(),
    }),
    (data) => {
      const { actual, job } = verificationScore({
        model: data.gpu,
        pricePerGpu: data.price_per_gpu,
        basePrice: data.base_price,
        collateral: data.collateral,
        contractOutdated: false,
        noCollateralAllowed: data.no_collateral_allowed,
        rented: data.rented,
        downloadAverage: data.ema_download,
        cpuTrue: data.cpu_ok,
        sideLoadFree: data.side_load_ok,
      });
      return { actual, job };
    },
  ),
};

const gateGroups = {
  disk_gate: group(
    v.object({
      gpu_capacity_mb: v.array(v.nullable(v.union([v.number(), v.string()]))),
      disk_total_kb: v.nullable(v.union([v.number(), v.string()])),
    }),
    (data) => {
      const shortage = diskShortage(data.gpu_capacity_mb, data.disk_total_kb);
      if (!shortage) return null;
      const { vramGb, diskGb, requiredGb } = shortage;
      return { vram_gb: vramGb, disk_gb: diskGb, required_gb: requiredGb };
    },
  ),
  power_cap_gate: group(
    v.object({ cap_eff: v.unknown(), owner_uid: v.unknown() }),
    ({ cap_eff, owner_uid }) => cannotCapPower(cap_eff, owner_uid),
  ),
  flagship_gate: group(
    v.object({
      base: v.string(),
      gpus: v.number(),
      ncu: v.nullable(v.string()),
      split: v.boolean(),
      split_min: v.nullable(v.number()),
      attested: v.boolean(),
    }),
    (data) =>
      lacksFlagshipCapability({
        family: data.base,
        gpus: data.gpus,
        ncuAccess: data.ncu,
        splitting: data.split,
        splitMin: data.split_min,
        attested: data.attested,
      }),
  ),
};

export const adapter: ConformanceAdapter = {
  name: '51-lium',
  tables: [],
  whyNot: 'this group is not built yet',
  groups: {
    gpu_signature_card: group(
      v.object({
        master_key: v.string(),
        expected_nonce: v.string(),
        slot: v.number(),
        result: v.nullable(Anything),
      }),
      (data) => {
        const masterKey = utf8(data.master_key);
        const challenge = { masterKey, nonce: data.expected_nonce, slot: data.slot };
        return fromCard(judgeCard(challenge, data.result));
      },
    ),
    gpu_signature_parse: group(v.string(), parseProberOutput),
    gpu_signature_node: group(
      v.object({ cards: v.array(Card), elapsed: v.number(), claimed: v.number() }),
      ({ cards, elapsed, claimed }) => {
        const verdicts = cards.map(({ kernel_uuid, have_kernel, ...card }) => ({
          ...card,
          kernelUuid: kernel_uuid,
          haveKernel: have_kernel,
        }));
        const { passed, reasons, ...rest } = judgeNode(verdicts, elapsed, claimed);
        return {
          passed,
          reasons,
          verified_count: rest.verifiedCount,
          over_wall_clock: rest.overWallClock,
        };
      },
    ),
    vram_window: group(
      v.object({ model: v.string(), capacity_mb: v.number() }),
      ({ model, capacity_mb }) => {
        const windows = vramWindows(model);
        return { windows, pass: windows !== null && fitsVram(model, capacity_mb) };
      },
    ),
    matmul_dimensions: group(
      v.object({ memory_mb: v.number(), dim_n: v.number() }),
      ({ memory_mb, dim_n }) => maxDimK(memory_mb, dim_n),
    ),
    network_ema: group(
      v.object({ prev: v.nullable(v.number()), current: v.nullable(v.number()) }),
      ({ prev, current }) => networkAverage(prev, current),
    ),
    driver_multiplier: group(
      v.object({ driver: v.string(), rented: v.boolean(), after_cutoff: v.boolean() }),
      ({ driver, rented, after_cutoff }) =>
        driverFactor({ driver, rented, nowMs: DRIVER_CUTOFF_MS - (after_cutoff ? 0 : 1) }),
    ),
    ...scoringGroups,
    ...gateGroups,
  },
};
