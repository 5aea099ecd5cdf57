import type { Codec } from '@polkadot/types/types';
import { compactAddLength, hexToU8a, u8aToHex } from '@polkadot/util';
import { utf8 } from '../../../src/shared/bytes.ts';
import type { Block } from './block.ts';
import { decodeExtrinsic } from './extrinsic.ts';
import { costOf, feeOf } from './fees.ts';
import { fill, ONE, type PriceCurve, type Side } from './pool.ts';
import { RpcError } from './rpc-error.ts';
import { accountOf, type Hotkey, stakesOf, type Stake, type Subnet, type World } from './world.ts';

// Runtime APIs: parameters and answers are encoded by the types that the served metadata gives.

interface View {
  readonly block: Block;
  readonly world: World;
  readonly curve: PriceCurve;
}

type Method = (view: View, args: readonly Codec[]) => unknown;

const keyOf = (codec: Codec | undefined): string => u8aToHex(codec?.toU8a() ?? new Uint8Array());
const numberOf = (codec: Codec | undefined): number => Number(codec?.toString());
const amountOf = (codec: Codec | undefined): bigint => BigInt(codec?.toString() ?? 0);
const listOf = (codec: Codec | undefined): Codec[] => [...(codec as unknown as Iterable<Codec>)];

const hexOrNull = (bytes: Uint8Array | null): string | null => bytes && u8aToHex(bytes);

function priceOf({ curve }: View, subnet: Subnet): bigint {
  return subnet.netuid === 0 ? ONE : curve.price(subnet);
}

const NO_QUOTE = {
  taoAmount: 0n,
  alphaAmount: 0n,
  taoFee: 0n,
  alphaFee: 0n,
  taoSlippage: 0n,
  alphaSlippage: 0n,
};

/** On failure the chain answers zeros and no error. */
function simulate({ world, curve }: View, side: Side, [netuid, amount]: readonly Codec[]) {
  const subnet = world.subnets.get(numberOf(netuid));
  const filled = subnet && fill(curve, subnet, side, amountOf(amount));
  if (!filled) return NO_QUOTE;
  return side === 'buy'
    ? {
        ...NO_QUOTE,
        taoAmount: filled.paid,
        alphaAmount: filled.out,
        taoFee: filled.fee,
        alphaSlippage: filled.slippage,
      }
    : {
        ...NO_QUOTE,
        taoAmount: filled.out,
        alphaAmount: filled.paid,
        alphaFee: filled.fee,
        taoSlippage: filled.slippage,
      };
}

function stakeInfo({ world }: View, { hotkey, coldkey, netuid, alpha, locked }: Stake) {
  return {
    hotkey,
    coldkey,
    netuid,
    stake: alpha,
    locked,
    // A thousandth of the stake per tempo: the fixture's figure.
    emission: alpha / 1_000n,
    taoEmission: 0n,
    drain: 0n,
    isRegistered: world.subnets.get(netuid)?.members.includes(hotkey) ?? false,
  };
}

function availability({ world }: View, [coldkeys, netuids]: readonly Codec[]) {
  const asked = netuids?.isEmpty ? null : new Set(listOf(netuids).map(numberOf));
  return new Map(
    listOf(coldkeys).map((coldkey) => {
      const bySubnet = new Map<number, { total: bigint; locked: bigint; available: bigint }>();
      for (const { netuid, alpha, locked } of stakesOf(world, keyOf(coldkey))) {
        if (asked && !asked.has(netuid)) continue;
        const sum = bySubnet.get(netuid) ?? { total: 0n, locked: 0n, available: 0n };
        bySubnet.set(netuid, {
          total: sum.total + alpha,
          locked: sum.locked + locked,
          available: sum.available + alpha - locked,
        });
      }
      return [keyOf(coldkey), new Map([...bySubnet].sort(([a], [b]) => a - b))];
    }),
  );
}

function stakeFee({ world }: View, [origin, , destination, , amount]: readonly Codec[]): bigint {
  const netuids = [origin, destination].map((at) =>
    at === undefined || at.isEmpty ? null : numberOf(listOf(unwrapped(at))[1]),
  );
  const [from, to] = netuids;
  const paying = netuids.find((netuid) => netuid !== null && netuid !== 0) ?? 0;
  const subnet = world.subnets.get(paying);
  if (!subnet || paying === 0 || from === to) return 0n;
  return (amountOf(amount) * BigInt(subnet.feeRate)) / 65_535n;
}

const unwrapped = (option: Codec): Codec => (option as unknown as { unwrap(): Codec }).unwrap();

function delegate({ world }: View, hotkey: string, { owner, take }: Hotkey) {
  const on = [...world.subnets.values()].filter(({ members }) => members.includes(hotkey));
  const byNominator = new Map<string, [number, bigint][]>();
  for (const { coldkey, hotkey: holder, netuid, alpha } of world.stakes.values()) {
    if (holder !== hotkey) continue;
    byNominator.set(coldkey, [...(byNominator.get(coldkey) ?? []), [netuid, alpha]]);
  }
  return {
    delegateSs58: hotkey,
    take: take ?? 0,
    nominators: [...byNominator],
    ownerSs58: owner,
    registrations: on.map(({ netuid }) => netuid),
    validatorPermits: on.map(({ netuid }) => netuid),
    returnPer1000: 1_000_000n,
    totalDailyReturn: 0n,
  };
}

function delegates(view: View) {
  return [...view.world.hotkeys]
    .filter(([, { take }]) => take !== null)
    .map(([key, hotkey]) => delegate(view, key, hotkey));
}

function dynamicInfo(view: View, subnet: Subnet) {
  const { number } = view.block;
  return {
    netuid: subnet.netuid,
    ownerHotkey: subnet.ownerHotkey,
    ownerColdkey: subnet.ownerColdkey,
    subnetName: [...utf8(subnet.name)],
    tokenSymbol: [...utf8(subnet.symbol)],
    tempo: subnet.tempo,
    lastStep: number - (number % (subnet.tempo + 1)),
    blocksSinceLastStep: number % (subnet.tempo + 1),
    emission: subnet.emission,
    alphaIn: subnet.alphaIn,
    alphaOut: subnet.alphaOut,
    taoIn: subnet.taoIn,
    alphaOutEmission: 0n,
    alphaInEmission: 0n,
    taoInEmission: subnet.emission,
    pendingAlphaEmission: 0n,
    pendingRootEmission: 0n,
    subnetVolume: 0n,
    networkRegisteredAt: 0,
    subnetIdentity: null,
    // 32 bits after the point.
    movingPrice: { bits: (priceOf(view, subnet) << 32n) / ONE },
  };
}

function hyperparameters({ tempo, registrationAllowed, members }: Subnet) {
  return [
    { name: 'tempo', value: { U16: tempo } },
    { name: 'immunity_period', value: { U16: 4_096 } },
    { name: 'max_allowed_uids', value: { U16: 256 } },
    { name: 'subnetwork_n', value: { U16: members.length } },
    { name: 'registration_allowed', value: { Bool: registrationAllowed } },
  ];
}

function ofSubnet(answer: (view: View, subnet: Subnet) => unknown): Method {
  return (view, [netuid]) => {
    const subnet = view.world.subnets.get(numberOf(netuid));
    return subnet ? answer(view, subnet) : null;
  };
}

/** Fee of an extrinsic as it came, without the length in front (an opaque value takes that off). */
export function dispatchInfo({ block }: Pick<View, 'block'>, extrinsic: Uint8Array) {
  const { call, bytes } = decodeExtrinsic(block.runtime, extrinsic);
  const cost = costOf(call);
  return { weight: cost.weight, class: cost.class, partialFee: feeOf(cost, bytes.length) };
}

const METHODS: Readonly<Record<string, Method>> = {
  Core_version: ({ block }) => block.runtime.version,
  Metadata_metadata: ({ block }) => hexOrNull(block.runtime.metadataAt(14)),
  Metadata_metadata_versions: () => [14, 15, 16],
  Metadata_metadata_at_version: ({ block }, [version]) =>
    hexOrNull(block.runtime.metadataAt(numberOf(version))),
  AccountNonceApi_account_nonce: ({ world }, [who]) => accountOf(world, keyOf(who)).nonce,
  TransactionPaymentApi_query_info: (view, [extrinsic]) =>
    dispatchInfo(
      view,
      compactAddLength((extrinsic as unknown as { toU8a(b: true): Uint8Array }).toU8a(true)),
    ),
  SwapRuntimeApi_current_alpha_price: (view, [netuid]) => {
    const subnet = view.world.subnets.get(numberOf(netuid));
    return subnet ? priceOf(view, subnet) : 0n;
  },
  SwapRuntimeApi_current_alpha_price_all: (view) =>
    [...view.world.subnets.values()].map((one) => ({
      netuid: one.netuid,
      price: priceOf(view, one),
    })),
  SwapRuntimeApi_sim_swap_tao_for_alpha: (view, args) => simulate(view, 'buy', args),
  SwapRuntimeApi_sim_swap_alpha_for_tao: (view, args) => simulate(view, 'sell', args),
  StakeInfoRuntimeApi_get_stake_info_for_coldkey: (view, [coldkey]) =>
    stakesOf(view.world, keyOf(coldkey)).map((stake) => stakeInfo(view, stake)),
  StakeInfoRuntimeApi_get_stake_availability_for_coldkeys: availability,
  StakeInfoRuntimeApi_get_stake_fee: stakeFee,
  DelegateInfoRuntimeApi_get_delegates: delegates,
  DelegateInfoRuntimeApi_get_delegate(view, [hotkey]) {
    const found = view.world.hotkeys.get(keyOf(hotkey));
    return found && found.take !== null ? delegate(view, keyOf(hotkey), found) : null;
  },
  SubnetInfoRuntimeApi_get_all_dynamic_info: (view) =>
    [...view.world.subnets.values()].map((subnet) => dynamicInfo(view, subnet)),
  SubnetInfoRuntimeApi_get_dynamic_info: ofSubnet(dynamicInfo),
  SubnetInfoRuntimeApi_get_subnet_hyperparams_v3: ofSubnet((_view, one) => hyperparameters(one)),
  SubnetInfoRuntimeApi_get_next_epoch_start_block: ofSubnet(({ block }, { tempo }) =>
    BigInt(block.number - (block.number % (tempo + 1)) + tempo + 1),
  ),
};

/** @throws RpcError as a node answers for a method that its runtime does not have */
export function callRuntime(
  view: Omit<View, 'world'>,
  { method, parameters }: { readonly method: string; readonly parameters: string },
): string {
  const { runtime, world } = view.block;
  const described = runtime.methods.get(method);
  const answer = METHODS[method];
  if (!described || !answer) {
    throw new RpcError(
      4003,
      `Client error: Execution failed: Other: Exported method ${method} is not found`,
    );
  }
  let rest = hexToU8a(parameters);
  const args = described.inputs.map((type) => {
    const value = runtime.decode(type, rest);
    rest = rest.subarray(value.encodedLength);
    return value;
  });
  return u8aToHex(runtime.encode(described.output, answer({ ...view, world }, args)));
}
