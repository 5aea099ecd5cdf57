import * as v from 'valibot';
import { Genesis } from '../../protocol/grant.ts';
import { LIMITS } from '../../protocol/limits.ts';

// Every key of the configuration: one row per key, from which the loader and
// docs/configuration.md are both made.

export interface ConfigKey<Value = unknown> {
  /** Name in the environment. */
  readonly name: string;
  /** Text used when the environment does not have the key; empty means "not set". */
  readonly fallback: string;
  readonly description: string;
  /** What a value may be, in words: part of the error of a bad one. */
  readonly allowed: string;
  readonly schema: v.GenericSchema<string, Value>;
}

function key<Value>(row: ConfigKey<Value>): ConfigKey<Value> {
  return row;
}

const DIGITS = /^\d+$/;

function whole(low: number, high: number) {
  return v.pipe(
    v.string(),
    v.regex(DIGITS),
    v.transform(Number),
    v.integer(),
    v.minValue(low),
    v.maxValue(high),
  );
}

const wholeWords = (low: number, high: number) => `a whole number from ${low} to ${high}`;

function wholeKey(
  row: Omit<ConfigKey, 'schema' | 'allowed'> & { readonly range: readonly [number, number] },
): ConfigKey<number> {
  const { range, ...rest } = row;
  return { ...rest, allowed: wholeWords(...range), schema: whole(...range) };
}

const Endpoint = v.pipe(v.string(), v.regex(/^wss?:\/\/[\w.:[\]-]+(?:\/[\w./-]*)?$/));

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text);
}

/** Bittensor’s main network. */
const FINNEY = '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03';

const GIB = 1024 ** 3;

/** The keys that do not depend on which subnets there are. */
export const CONFIG_KEYS = {
  port: wholeKey({
    name: 'ADIT_PORT',
    fallback: '8787',
    description: 'Port for the app, the protocol and the live feed; 0 takes any free one.',
    range: [0, 65_535],
  }),
  host: key({
    name: 'ADIT_HOST',
    fallback: '127.0.0.1',
    description: 'Address to listen on. `0.0.0.0` admits other machines.',
    allowed: 'a host name or an address',
    schema: v.pipe(v.string(), v.regex(/^[\w.:-]+$/)),
  }),
  data: key({
    name: 'ADIT_DATA',
    fallback: '.adit',
    description: 'Folder of the database, the content store and the coordinator’s key.',
    allowed: 'a path',
    schema: v.pipe(v.string(), v.nonEmpty()),
  }),
  logLevel: key({
    name: 'ADIT_LOG_LEVEL',
    fallback: 'info',
    description: 'Least serious line that the log keeps.',
    allowed: 'trace, debug, info, warn, error, fatal or silent',
    schema: v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  }),
  demoToken: key({
    name: 'ADIT_DEMO_TOKEN',
    fallback: '',
    description:
      'Secret with which the operator’s own devices register as demo ones. Set by `--demo`.',
    allowed: 'at least 16 letters, digits, `-` or `_`',
    schema: v.pipe(
      v.string(),
      v.regex(/^(?:[\w-]{16,})?$/),
      v.transform((text) => (text === '' ? null : text)),
    ),
  }),
  origin: key({
    name: 'ADIT_ORIGIN',
    fallback: '',
    description: 'Public origin when a proxy stands in front, such as `https://mine.example`.',
    allowed: 'an http or https origin without a path',
    schema: v.pipe(
      v.string(),
      v.check((text) => text === '' || isOrigin(text)),
      v.transform((text) => (text === '' ? null : text)),
    ),
  }),
  proxies: wholeKey({
    name: 'ADIT_PROXIES',
    fallback: '0',
    description:
      'Trusted proxies in front: how many entries of `X-Forwarded-For`, from the right, are theirs.',
    range: [0, 8],
  }),
  chainEndpoints: key({
    name: 'ADIT_CHAIN_ENDPOINTS',
    fallback: '',
    description:
      'Nodes of the chain that the coordinator watches and the page may connect to, best first, separated by commas.',
    allowed: 'ws:// or wss:// addresses separated by commas',
    schema: v.pipe(
      v.string(),
      v.transform((text) => text.split(',').flatMap((part) => part.trim() || [])),
      v.array(Endpoint),
    ),
  }),
  chainGenesis: key({
    name: 'ADIT_CHAIN_GENESIS',
    fallback: FINNEY,
    description: 'Genesis hash of the chain that wallet grants name and endpoints must serve.',
    allowed: '0x and 64 hexadecimal digits',
    schema: Genesis,
  }),
  chainEveryBlocks: wholeKey({
    name: 'ADIT_CHAIN_EVERY_BLOCKS',
    fallback: '5',
    description: 'Blocks of the chain between two readings of prices, emissions and costs.',
    range: [1, 7200],
  }),
  epochMs: wholeKey({
    name: 'ADIT_EPOCH_MS',
    fallback: '60000',
    description: 'Length of an epoch in milliseconds.',
    range: [1000, 86_400_000],
  }),
  emission: wholeKey({
    name: 'ADIT_EMISSION',
    fallback: '1000000000',
    description: 'Micro-credits that an epoch pays out, over all subnets.',
    range: [0, 1_000_000_000_000],
  }),
  poolGroups: wholeKey({
    name: 'ADIT_POOL_GROUPS',
    fallback: '6',
    description: 'Rendered groups kept ready per subnet.',
    range: [0, 1000],
  }),
  verifyWorkers: wholeKey({
    name: 'ADIT_VERIFY_WORKERS',
    fallback: '1',
    description: 'Threads that check submissions.',
    range: [1, 64],
  }),
  blobQuota: wholeKey({
    name: 'ADIT_BLOB_QUOTA',
    fallback: String(8 * GIB),
    description: 'Bytes the content store may hold before unreferenced content is removed.',
    range: [64 * 1024 * 1024, Number.MAX_SAFE_INTEGER],
  }),
  jobItems: wholeKey({
    name: 'ADIT_JOB_ITEMS',
    fallback: '5000',
    description: 'Items (frames) that one job may have.',
    range: [1, LIMITS.jobItems],
  }),
  jobBytes: wholeKey({
    name: 'ADIT_JOB_BYTES',
    fallback: String(GIB),
    description: 'Bytes that the uploads of one job may have together.',
    range: [1024, Number.MAX_SAFE_INTEGER],
  }),
  jobsPerDevice: wholeKey({
    name: 'ADIT_JOBS_PER_DEVICE',
    fallback: '8',
    description: 'Jobs that one device may have here at once, finished ones included.',
    range: [1, 10_000],
  }),
  jobDays: wholeKey({
    name: 'ADIT_JOB_DAYS',
    fallback: '7',
    description:
      'Days after its last change at which a job is deleted with all that belongs to it: pictures, answers, results.',
    range: [1, 3650],
  }),
  rateRequests: wholeKey({
    name: 'ADIT_RATE_REQUESTS',
    fallback: '300',
    description: 'Protocol requests a second that one address may make for long.',
    range: [1, 1_000_000],
  }),
  rateBurst: wholeKey({
    name: 'ADIT_RATE_BURST',
    fallback: '600',
    description: 'Protocol requests that one address may make at once.',
    range: [1, 1_000_000],
  }),
  rateFeeds: wholeKey({
    name: 'ADIT_RATE_FEEDS',
    fallback: '64',
    description: 'Live feeds that one address may hold open.',
    range: [1, 100_000],
  }),
} as const;

/** Folder of the operator's own material, one key per subnet. */
export function framesKey(slug: string): ConfigKey<string | null> {
  return {
    name: `ADIT_${slug.toUpperCase().replaceAll('-', '_')}_FRAMES`,
    fallback: '',
    description: `Folder of the operator’s own material for the subnet \`${slug}\`.`,
    allowed: 'a path',
    schema: v.pipe(
      v.string(),
      v.transform((text) => (text === '' ? null : text)),
    ),
  };
}
