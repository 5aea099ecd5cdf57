import * as v from 'valibot';
import { isInRegion, looksLikeAddress } from '../../src/subnets/yanez/scoring/address.ts';
import { drandRound } from '../../src/subnets/yanez/scoring/drand.ts';
import { scoreDates } from '../../src/subnets/yanez/scoring/dob.ts';
import { scoreGeocode } from '../../src/subnets/yanez/scoring/geocode.ts';
import { addressWords, normaliseName } from '../../src/subnets/yanez/scoring/normalise.ts';
import { objectKey } from '../../src/subnets/yanez/scoring/object-key.ts';
import { metaphone, nysiis, soundex } from '../../src/subnets/yanez/scoring/phonetic-codes.ts';
import { blendRanks, gradedScore } from '../../src/subnets/yanez/scoring/rank.ts';
import {
  BURN_UID,
  reputationFactor,
  reputationFactors,
  splitPools,
} from '../../src/subnets/yanez/scoring/reputation.ts';
import { ruleCompliance } from '../../src/subnets/yanez/scoring/rule-compliance.ts';
import { rulesFollowed } from '../../src/subnets/yanez/scoring/rules.ts';
import { judgeScreenReplay } from '../../src/subnets/yanez/scoring/screen-replay.ts';
import { jaccard, overlap, responseSignature } from '../../src/subnets/yanez/scoring/sets.ts';
import {
  hasExcessiveRepetition,
  orthographicSimilarity,
  phoneticSimilarity,
} from '../../src/subnets/yanez/scoring/similarity.ts';
import { voiceWindow } from '../../src/subnets/yanez/scoring/voice.ts';
import { updateScores } from '../../src/subnets/yanez/scoring/weights.ts';
import { group, names, toAnswer, Variations, Weights, weightsOf } from './yanez-shapes.ts';
import { answerGroups } from './yanez-answers.ts';
import { toAscii } from './yanez-ascii.ts';
import type { ConformanceAdapter } from './contract.ts';

const Numbers = v.array(v.number());
const Pair = v.object({ original: v.string(), variation: v.string() });

const Gazetteer = v.object({
  gazetteer: v.object({
    countries: v.record(v.string(), v.object({ name: v.string() })),
    cities: v.array(v.object({ name: v.string(), countrycode: v.string() })),
  }),
});

function gazetteerOf(whole: unknown) {
  const { countries, cities } = v.parse(Gazetteer, whole).gazetteer;
  return {
    citiesOf(country: string): readonly string[] | null {
      const found = Object.entries(countries).find(
        ([, { name }]) => name.toLowerCase() === country,
      );
      if (!found) return null;
      return cities
        .filter(({ countrycode }) => countrycode === found[0])
        .map(({ name }) => name.toLowerCase());
    },
  };
}

const GeocodeResult = v.object({
  place_rank: v.optional(v.number(), 0),
  name: v.nullish(v.string(), ''),
  display_name: v.nullish(v.string(), ''),
  boundingbox: v.optional(v.array(v.string())),
});

const nameGroups = {
  phonetic_codes: group(v.object({ word: v.string() }), ({ word }) => ({
    soundex: soundex(word),
    metaphone: metaphone(word),
    nysiis: nysiis(word),
  })),
  phonetic_similarity: group(
    v.object({ ...Pair.entries, weights: Weights }),
    ({ original, variation, weights }) =>
      phoneticSimilarity(original, variation, weightsOf(weights)),
  ),
  orthographic_similarity: group(Pair, ({ original, variation }) =>
    orthographicSimilarity(original, variation),
  ),
  excessive_letter_repetition: group(v.object({ text: v.string() }), ({ text }) =>
    hasExcessiveRepetition(text),
  ),
  rule_checks: group(Pair, ({ original, variation }) => rulesFollowed(original, variation).sort()),
  rule_compliance_score: group(
    v.object({ original: v.string(), variations: names, rules: names, target: v.number() }),
    (data) => {
      const { score, quantity, diversity, compliant, expected } = ruleCompliance(
        data.original,
        data.variations,
        data.rules,
        data.target,
      );
      return { score, quantity, diversity, compliant, expected };
    },
  ),
  normalize_variation: group(v.object({ text: v.string() }), ({ text }) => normaliseName(text)),
  set_overlap: group(v.object({ a: names, b: names }), ({ a, b }) => ({
    overlap: overlap(new Set(a), new Set(b)),
    jaccard: jaccard(new Set(a), new Set(b)),
  })),
  hash_signature: group(v.record(v.string(), names), (data) =>
    responseSignature(new Map(Object.entries(data))),
  ),
};

const placeGroups = {
  dob_score: group(
    v.object({ variations: Variations, seed_dob: names }),
    ({ variations, seed_dob }) => {
      const { overall, found } = scoreDates(toAnswer(variations), seed_dob);
      return { overall, found: [...found].sort() };
    },
  ),
  looks_like_address: group(v.object({ address: v.string() }), ({ address }) =>
    looksLikeAddress(address),
  ),
  region_match: group(
    v.object({ address: v.string(), seed: v.string() }),
    ({ address, seed }, whole) => isInRegion(address, seed, gazetteerOf(whole)),
  ),
  nominatim_score: group(
    v.object({
      address: v.string(),
      results: v.union([v.literal('TIMEOUT'), v.array(GeocodeResult)]),
    }),
    ({ address, results }) => {
      if (results === 'TIMEOUT') return results;
      const read = results.map((result) => ({
        placeRank: result.place_rank,
        name: result.name ?? '',
        displayName: result.display_name ?? '',
        boundingBox: result.boundingbox ?? null,
      }));
      const scored = scoreGeocode(address, read);
      if (!scored) return 0;
      const { score, results: num_results, totalArea: total_area } = scored;
      return { score, num_results, total_area };
    },
  ),
  normalize_address_for_dedup: group(v.object({ address: v.string() }), ({ address }) =>
    addressWords(address, toAscii),
  ),
};

const Reputation = v.nullable(
  v.object({ rep_score: v.nullish(v.number()), rep_tier: v.nullish(v.string()) }),
);

const liveGroups = {
  blended_rank: group(
    v.object({
      rewards: Numbers,
      avg_identity: Numbers,
      top_miner_cap: v.number(),
      identity_threshold: v.number(),
      decay_rate: v.number(),
      blend_factor: v.number(),
      skip_burn: v.boolean(),
    }),
    (data) => {
      const rewards = blendRanks(data.rewards, data.avg_identity, {
        cap: data.top_miner_cap,
        threshold: data.identity_threshold,
        decay: data.decay_rate,
        blend: data.blend_factor,
      });
      // Nobody qualified: the retired task then burned everything.
      const all_burn = !data.skip_burn && rewards.every((reward) => reward === 0);
      const uids = rewards.map((_, uid) => uid);
      return {
        rewards: all_burn ? [...rewards, 1] : rewards,
        uids: all_burn ? [...uids, BURN_UID] : uids,
        all_burn,
      };
    },
  ),
  kav_composite: group(
    v.object({ validation_score: v.number(), identity_preservation: v.number() }),
    (data) =>
      gradedScore([{ validation: data.validation_score, identity: data.identity_preservation }])
        .score,
  ),
  normalize_rep_score: group(v.number(), reputationFactor),
  reputation_rewards: group(
    v.object({
      kav_rewards: Numbers,
      reputation: v.array(Reputation),
      partner_uid: v.nullish(v.number()),
      burn_fraction: v.number(),
      kav_weight: v.number(),
      uav_weight: v.number(),
    }),
    (data) => {
      const partner = data.partner_uid ?? null;
      const factors = data.reputation.map((entry) =>
        reputationFactors(
          entry && { score: entry.rep_score ?? null, tier: entry.rep_tier ?? null },
        ),
      );
      const split = splitPools(
        data.kav_rewards,
        factors.map(({ factor, tier }) => factor * tier),
        {
          burn: data.burn_fraction,
          partnerPresent: partner !== null,
          kavWeight: data.kav_weight,
          uavWeight: data.uav_weight,
        },
      );
      const last = partner === null ? [] : [{ uid: partner, reward: split.partner }];
      const paid = [
        ...split.miners.map((reward, uid) => ({ uid, reward })),
        { uid: BURN_UID, reward: split.burn },
        ...last,
      ];
      return {
        rewards: paid.map(({ reward }) => reward),
        uids: paid.map(({ uid }) => uid),
        burn_mode: split.mode,
        normalized: factors.map(({ factor }) => factor),
        tier_multiplier: factors.map(({ tier }) => tier),
      };
    },
  ),
  drand_round: group(v.object({ now: v.number(), delay: v.number() }), ({ now, delay }) => {
    const { round, revealSeconds } = drandRound(now + delay);
    return { round, reveal: revealSeconds };
  }),
  ema_update: group(
    v.object({ scores: Numbers, rewards: Numbers, alpha: v.number() }),
    ({ scores, rewards, alpha }) => updateScores(scores, rewards, alpha),
  ),
  screen_replay_metadata: group(v.record(v.string(), v.unknown()), (metadata) => {
    const { valid, variant, video } = judgeScreenReplay(metadata);
    return { valid, variant, video };
  }),
  voice_windows: group(v.object({ index: v.number(), rate: v.number() }), ({ index, rate }) =>
    voiceWindow(index, rate),
  ),
  object_key: group(
    v.object({
      challenge: v.string(),
      hotkey: v.string(),
      path_signature: v.string(),
      seed_name: v.string(),
      type: v.string(),
      unix: v.number(),
    }),
    (data) =>
      objectKey({
        challenge: data.challenge,
        hotkey: data.hotkey,
        pathSignature: data.path_signature,
        seedName: data.seed_name,
        type: data.type,
        unixSeconds: data.unix,
      }),
  ),
};

export const adapter: ConformanceAdapter = {
  name: '54-yanez-miid',
  tables: [],
  whyNot: 'this group is not built yet',
  notes: {
    phonetic_codes: 'jellyfish 0.8.9',
    normalize_address_for_dedup: 'non-Latin letters through the npm package unidecode 1.1.0',
  },
  groups: { ...nameGroups, ...placeGroups, ...liveGroups, ...answerGroups },
};
