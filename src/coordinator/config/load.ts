import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { CONFIG_KEYS, type ConfigKey, framesKey } from './keys.ts';

type Keys = typeof CONFIG_KEYS;

export type Config = {
  readonly [Name in keyof Keys]: v.InferOutput<Keys[Name]['schema']>;
} & {
  /** Operator's material by subnet slug; subnets without a folder are absent. */
  readonly frames: Readonly<Record<string, string>>;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration from the environment.
 * @param slugs subnets, each of which has a key for its folder of material
 * @throws AppError `config.invalid` naming the key, its value and what is allowed
 */
export function loadConfig(environment: Environment, slugs: readonly string[]): Config {
  const read = <Value>(key: ConfigKey<Value>): Value => readKey(key, environment);
  return {
    port: read(CONFIG_KEYS.port),
    host: read(CONFIG_KEYS.host),
    data: read(CONFIG_KEYS.data),
    logLevel: read(CONFIG_KEYS.logLevel),
    demoToken: read(CONFIG_KEYS.demoToken),
    origin: read(CONFIG_KEYS.origin),
    proxies: read(CONFIG_KEYS.proxies),
    chainEndpoints: read(CONFIG_KEYS.chainEndpoints),
    chainGenesis: read(CONFIG_KEYS.chainGenesis),
    chainEveryBlocks: read(CONFIG_KEYS.chainEveryBlocks),
    epochMs: read(CONFIG_KEYS.epochMs),
    emission: read(CONFIG_KEYS.emission),
    poolGroups: read(CONFIG_KEYS.poolGroups),
    verifyWorkers: read(CONFIG_KEYS.verifyWorkers),
    blobQuota: read(CONFIG_KEYS.blobQuota),
    jobItems: read(CONFIG_KEYS.jobItems),
    jobBytes: read(CONFIG_KEYS.jobBytes),
    jobsPerDevice: read(CONFIG_KEYS.jobsPerDevice),
    jobDays: read(CONFIG_KEYS.jobDays),
    rateRequests: read(CONFIG_KEYS.rateRequests),
    rateBurst: read(CONFIG_KEYS.rateBurst),
    rateFeeds: read(CONFIG_KEYS.rateFeeds),
    frames: Object.fromEntries(
      slugs.flatMap((slug) => {
        const folder = read(framesKey(slug));
        return folder === null ? [] : [[slug, folder] as const];
      }),
    ),
  };
}

function readKey<Value>(key: ConfigKey<Value>, environment: Environment): Value {
  const text = environment[key.name] ?? key.fallback;
  const parsed = v.safeParse(key.schema, text);
  if (parsed.success) return parsed.output;
  throw new AppError(
    'config.invalid',
    `${key.name} is ${JSON.stringify(text)}; it takes ${key.allowed}`,
  );
}
