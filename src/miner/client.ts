import * as v from 'valibot';
import { AppError } from '../shared/errors.ts';
import { type BoardWindow, Leaderboard, NetworkInfo, SeedInfo } from '../protocol/board.ts';
import { AccountInfo, EpochUnits } from '../protocol/grant.ts';
import { ChainValidators } from '../protocol/chain-snapshot.ts';
import { DeviceInfo, Hello } from '../protocol/hello.ts';
import { Receipt, UnitDetail, UnitsPage } from '../protocol/submission.ts';
import { sha256Of } from './digest.ts';
import { type HttpOptions, createHttp, readJson } from './http.ts';

// Public reads of the coordinator's API (docs/protocol.md). No worker, key or storage is needed.

const BLOB_TIMEOUT_MS = 120_000;

export interface ApiClient {
  hello(): Promise<Hello>;
  device(deviceKey: string): Promise<DeviceInfo>;
  units(deviceKey: string, page?: { before?: string | null; limit?: number }): Promise<UnitsPage>;
  unit(unitId: string): Promise<UnitDetail>;
  receipt(submissionId: string): Promise<Receipt>;
  leaderboard(subnet: string, window: BoardWindow): Promise<Leaderboard>;
  network(): Promise<NetworkInfo>;
  /** Who may be staked to, as the coordinator last read it; null until the chain answered it. */
  chainValidators(): Promise<ChainValidators | null>;
  seeds(): Promise<SeedInfo[]>;
  /** @throws AppError `account.unknown` for an address that nobody linked */
  account(address: string): Promise<AccountInfo>;
  /** @throws AppError `account.unknown` */
  epochUnits(address: string, epoch: number): Promise<EpochUnits>;
  /** Content by hash, verified. @throws AppError `blob.hash-mismatch`, `blob.missing` */
  blob(sha256: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** Typed client of the public reads; every answer is parsed, every failure is an AppError. */
export function createApiClient(options: HttpOptions): ApiClient {
  const http = createHttp(options);
  async function get<Schema extends v.GenericSchema>(
    path: string,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>> {
    return readJson(await http({ method: 'GET', path }), schema);
  }
  return {
    hello: () => get('/v1/hello', Hello),
    device: (deviceKey) => get(`/v1/devices/${deviceKey}`, DeviceInfo),
    units: (deviceKey, { before = null, limit = 20 } = {}) => {
      const query = new URLSearchParams({ limit: String(limit), ...(before ? { before } : {}) });
      return get(`/v1/devices/${deviceKey}/units?${query}`, UnitsPage);
    },
    unit: (unitId) => get(`/v1/units/${encodeURIComponent(unitId)}`, UnitDetail),
    receipt: (submissionId) => get(`/v1/receipts/${submissionId}`, Receipt),
    leaderboard: (subnet, window) => {
      const query = new URLSearchParams({ subnet, window });
      return get(`/v1/leaderboard?${query}`, Leaderboard);
    },
    network: () => get('/v1/network', NetworkInfo),
    chainValidators: () => get('/v1/network/validators', v.nullable(ChainValidators)),
    seeds: () => get('/v1/seeds', v.array(SeedInfo)),
    account: (address) => get(`/v1/accounts/${encodeURIComponent(address)}`, AccountInfo),
    epochUnits: (address, epoch) =>
      get(`/v1/accounts/${encodeURIComponent(address)}/epochs/${epoch}`, EpochUnits),
    async blob(sha256, signal) {
      const response = await http({
        method: 'GET',
        path: `/v1/blobs/${sha256}`,
        timeoutMs: BLOB_TIMEOUT_MS,
        ...(signal ? { signal } : {}),
      });
      return verified(sha256, await readBytes(response));
    },
  };
}

async function readBytes(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new AppError('net.offline', 'a download broke off', { retryable: true, cause });
  }
}

async function verified(
  sha256: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const actual = await sha256Of(bytes);
  if (actual === sha256) return bytes;
  throw new AppError(
    'blob.hash-mismatch',
    `the content of ${sha256.slice(0, 12)}… has the hash ${actual.slice(0, 12)}…: it was changed on the way`,
  );
}
