import type { Component } from 'svelte';
import { m } from '../paraglide/messages.js';

// Every address of the app. A screen is loaded when it is first shown.

type Props = Readonly<Record<string, string>>;
type Screen = { readonly default: Component<Props> };

const screens = import.meta.glob<Screen>([
  '../features/landing/Landing.svelte',
  '../features/mine/Mine.svelte',
  '../features/bench/Bench.svelte',
  '../features/leaderboard/Leaderboard.svelte',
  '../features/units/Units.svelte',
  '../features/verify/Verify.svelte',
  '../features/subnets/Subnets.svelte',
  '../features/subnets/Subnet.svelte',
  '../features/jobs/Jobs.svelte',
  '../features/jobs/Job.svelte',
  '../features/judge/Judge.svelte',
  '../features/account/Account.svelte',
  '../features/stake/Stake.svelte',
]);

interface RouteSpec {
  readonly pattern: RegExp;
  /** Folder and file below `src/features`. */
  readonly screen: string;
  readonly title: () => string;
}

const ROUTES: readonly RouteSpec[] = [
  { pattern: /^\/$/, screen: 'landing/Landing', title: () => '' },
  { pattern: /^\/mine$/, screen: 'mine/Mine', title: m.mine_title },
  { pattern: /^\/bench$/, screen: 'bench/Bench', title: m.bench_page_title },
  { pattern: /^\/leaderboard$/, screen: 'leaderboard/Leaderboard', title: m.shell_nav_board },
  { pattern: /^\/account$/, screen: 'account/Account', title: m.account_title },
  { pattern: /^\/stake$/, screen: 'stake/Stake', title: m.stake_title },
  { pattern: /^\/jobs$/, screen: 'jobs/Jobs', title: m.jobs_title },
  { pattern: /^\/jobs\/(?<id>[\w.-]+)$/, screen: 'jobs/Job', title: m.jobs_one },
  { pattern: /^\/units$/, screen: 'units/Units', title: m.shell_nav_units },
  { pattern: /^\/verify\/(?<unit>[\w.-]+)$/, screen: 'verify/Verify', title: m.shell_nav_units },
  { pattern: /^\/subnets$/, screen: 'subnets/Subnets', title: m.subnets_title },
  {
    pattern: /^\/subnets\/(?<slug>[a-z][a-z0-9-]*)$/,
    screen: 'subnets/Subnet',
    title: m.shell_nav_subnet,
  },
  {
    pattern: /^\/subnets\/(?<slug>[a-z][a-z0-9-]*)\/judge$/,
    screen: 'judge/Judge',
    title: m.judge_title,
  },
];

export interface Route {
  /** Distinguishes screens, so that the same one with other props is not loaded again. */
  readonly key: string;
  readonly title: string;
  readonly props: Props;
  /** Null when nothing is at the address. */
  readonly load: (() => Promise<Screen>) | null;
}

/** The route at a path; a trailing slash is of no matter. */
export function routeAt(path: string): Route {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path;
  for (const { pattern, screen, title } of ROUTES) {
    const match = pattern.exec(plain);
    if (!match) continue;
    const load = screens[`../features/${screen}.svelte`] ?? null;
    return { key: screen, title: title(), props: { ...match.groups }, load };
  }
  return { key: 'nothing', title: m.shell_not_found(), props: {}, load: null };
}
