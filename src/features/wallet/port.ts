import type { DeviceInfo } from '../../protocol/hello.ts';
import type { AccountInfo, EpochUnits, GrantOffer, GrantRequest } from '../../protocol/grant.ts';

/** What linking needs of the coordinator and of this device's key. */
export interface GrantPort {
  /** This device's key; null before there is one. */
  storedKey(): Promise<string | null>;
  /** This device as the coordinator knows it. Makes and registers the key when there is none. */
  registered(): Promise<DeviceInfo>;
  device(deviceKey: string): Promise<DeviceInfo>;
  /** @throws AppError `account.unknown` for an address that nobody linked */
  account(address: string): Promise<AccountInfo>;
  offer(): Promise<GrantOffer>;
  grant(request: GrantRequest): Promise<AccountInfo>;
  revoke(deviceKey: string): Promise<void>;
  epochUnits(address: string, epoch: number): Promise<EpochUnits>;
  countersign(request: GrantRequest): Promise<EpochUnits>;
}
