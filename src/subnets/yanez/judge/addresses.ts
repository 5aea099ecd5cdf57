import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import { type AddressRule, type Gazetteer, addressRules, readRegion } from '../scoring/address.ts';
import type { Answer } from '../scoring/answer.ts';
import {
  GEOCODED,
  type GeocodeResult,
  LEAST_RANK,
  checkAddresses,
  geocodeChecks,
  meanGeocode,
  scoreGeocode,
} from '../scoring/geocode.ts';

const MAX_ADDRESSES = 40;
/** Every pair of words of an address is looked for in a country's cities. */
const MAX_CITIES = 2000;
const MAX_RESULTS = 50;
const Address = v.pipe(v.string(), v.maxLength(600));

const Result = v.pipe(
  v.object({
    place_rank: v.optional(v.number(), 0),
    name: v.nullish(v.string(), ''),
    display_name: v.nullish(v.string(), ''),
    boundingbox: v.nullish(v.pipe(v.array(v.string()), v.maxLength(MAX_RESULTS))),
  }),
  v.transform((result): GeocodeResult => ({
    placeRank: result.place_rank,
    name: result.name ?? '',
    displayName: result.display_name ?? '',
    boundingBox: result.boundingbox ?? null,
  })),
);
const Results = v.union(
  [v.literal('TIMEOUT'), v.pipe(v.array(Result), v.maxLength(MAX_RESULTS))],
  'must be a list of results, or "TIMEOUT"',
);

const Input = v.object({
  addresses: v.pipe(v.array(Address), v.maxLength(MAX_ADDRESSES)),
  seed: v.pipe(Address, v.trim(), v.minLength(1)),
  gazetteer: v.record(v.string(), v.pipe(v.array(v.string()), v.maxLength(MAX_CITIES))),
  results: v.pipe(
    v.optional(v.record(v.string(), Results), {}),
    v.check(
      (results) => Object.keys(results).length <= GEOCODED,
      `at most ${GEOCODED} addresses are drawn for the geocoder`,
    ),
  ),
});
type Input = v.InferOutput<typeof Input>;

const RULES: Readonly<Record<AddressRule, () => string>> = {
  wordCharacters: m.judge_yanez_address_characters,
  letters: m.judge_yanez_address_letters,
  latinLetters: m.judge_yanez_address_latin,
  distinctCharacters: m.judge_yanez_address_distinct,
  digits: m.judge_yanez_address_digit,
  commas: m.judge_yanez_address_commas,
  forbidden: m.judge_yanez_address_forbidden,
};

/** Addresses of one name in one region. @throws AppError `input.malformed` */
export function judgeAddresses(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const gazetteer = gazetteerOf(input.gazetteer);
  const { score, note } = scoreOf(input.addresses, input, gazetteer);
  return {
    score: {
      name: m.judge_yanez_address_score(),
      value: score,
      label: 'from the specification',
      ...(note ? { note } : {}),
    },
    findings: input.addresses.map((address) => addressFinding(address, input, gazetteer)),
    improvements: withoutFaulty(input, gazetteer),
  };
}

function scoreOf(addresses: readonly string[], input: Input, gazetteer: Gazetteer) {
  const check = checkAddresses(answerOf(addresses), [input.seed], gazetteer);
  if ('score' in check) {
    const isEmpty = addresses.every((address) => address.trim() === '');
    const note = isEmpty ? m.judge_yanez_address_none() : m.judge_yanez_address_all_fail();
    return { score: check.score, note };
  }
  const scores = check.eligible.flatMap((address) => {
    const score = geocodeOf(address, input.results);
    return score === null ? [] : [score];
  });
  if (scores.length === 0) return { score: null, note: m.judge_yanez_address_geocoder() };
  return { score: meanGeocode(scores), note: null };
}

function geocodeOf(address: string, results: Input['results']): number | 'timeout' | null {
  const own = Object.hasOwn(results, address) ? results[address] : undefined;
  if (own === undefined) return null;
  return own === 'TIMEOUT' ? 'timeout' : (scoreGeocode(address, own)?.score ?? 0);
}

function addressFinding(address: string, input: Input, gazetteer: Gazetteer): Finding {
  const rules = addressRules(address);
  const region = readRegion(address, input.seed, gazetteer);
  const passes = region.passes && rules.every((rule) => rule.passes);
  const { place } = region;
  return {
    name: address === '' ? m.judge_yanez_address_blank() : address,
    state: passes ? 'pass' : 'fail',
    children: [
      ...rules.map(({ rule, count, bound, passes: isKept }): Finding => ({
        name: RULES[rule](),
        value: count,
        format: 'count',
        state: isKept ? 'pass' : 'fail',
        rule: bound,
      })),
      {
        name: m.judge_yanez_region({ seed: input.seed }),
        state: region.passes ? 'pass' : 'fail',
        ...(place ? { value: `${place.city}, ${place.country}` } : {}),
        ...(place || region.passes ? {} : { note: m.judge_yanez_region_none() }),
      },
      ...geocodeFindings(address, input.results),
    ],
  };
}

function geocodeFindings(address: string, results: Input['results']): Finding[] {
  const own = Object.hasOwn(results, address) ? results[address] : undefined;
  if (own === undefined) return [];
  const name = m.judge_yanez_geocoder();
  if (own === 'TIMEOUT') return [{ name, value: null, note: m.judge_yanez_geocoder_timeout() }];
  const scored = scoreGeocode(address, own);
  return [
    {
      name,
      value: scored?.score ?? 0,
      label: 'exact',
      state: scored ? 'pass' : 'fail',
      ...(scored
        ? { rule: m.judge_yanez_geocoder_area({ area: scored.totalArea.toFixed(0) }) }
        : { note: m.judge_yanez_geocoder_none() }),
      children: own.map((result): Finding => {
        const checks = geocodeChecks(address, result);
        const state = (passes: boolean) => (passes ? 'pass' : 'fail');
        return {
          name: result.displayName || m.judge_yanez_geocoder_unnamed(),
          children: [
            {
              name: m.judge_yanez_geocoder_rank(),
              value: result.placeRank,
              state: state(checks.rank),
              rule: `≥ ${LEAST_RANK}`,
            },
            { name: m.judge_yanez_geocoder_name(), state: state(checks.name) },
            { name: m.judge_yanez_geocoder_digits(), state: state(checks.digits) },
          ],
        };
      }),
    },
  ];
}

/** Without the addresses that fail, and without the one whose area is widest. */
function withoutFaulty(input: Input, gazetteer: Gazetteer): Improvement[] {
  const now = scoreOf(input.addresses, input, gazetteer).score;
  const sound = input.addresses.filter((address) => {
    const check = checkAddresses(answerOf([address]), [input.seed], gazetteer);
    return 'eligible' in check;
  });
  const faulty = input.addresses.length - sound.length;
  if (faulty > 0) {
    if (sound.length === 0) return [];
    const then = scoreOf(sound, input, gazetteer).score;
    const gain = then === null || now === null ? null : then - now;
    return [{ text: m.judge_yanez_drop_addresses({ count: faulty }), gain }];
  }
  return [...new Set(input.addresses)]
    .filter((address) => Object.hasOwn(input.results, address))
    .flatMap((address) => {
      const rest = input.addresses.filter((other) => other !== address);
      const then = scoreOf(rest, input, gazetteer).score;
      const gain = then === null || now === null ? 0 : then - now;
      return gain > 0 ? [{ text: m.judge_yanez_change_address({ address }), gain }] : [];
    })
    .sort((a, b) => b.gain - a.gain)
    .slice(0, 1);
}

function answerOf(addresses: readonly string[]): Answer {
  return [['', addresses.map((address) => ({ name: '', dob: '', address }))]];
}

function gazetteerOf(cities: Input['gazetteer']): Gazetteer {
  const byCountry = new Map(
    Object.entries(cities).map(([country, names]) => [
      country.toLowerCase(),
      names.map((name) => name.toLowerCase()),
    ]),
  );
  return { citiesOf: (country) => byCountry.get(country) ?? null };
}
