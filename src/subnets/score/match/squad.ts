import type { Rng } from '../../../shared/rng.ts';
import type { Person } from './body.ts';
import { type Kits, chooseKits, chooseLooks } from './kits.ts';

/** A person's place in the team's block: along (-1 back, 1 front) and across (-1..1). */
export interface Role {
  readonly person: Person;
  /** 0 attacks to the right, 1 to the left, null for referees. */
  readonly side: 0 | 1 | null;
  readonly along: number;
  readonly across: number;
  readonly duty: 'outfield' | 'keeper' | 'referee' | 'assistant';
}

/** 4-4-2 from the back. */
const FORMATION: readonly (readonly [along: number, across: number])[] = [
  [-1, -0.8],
  [-1.05, -0.28],
  [-1.05, 0.28],
  [-1, 0.8],
  [-0.1, -0.85],
  [-0.25, -0.25],
  [-0.2, 0.3],
  [-0.1, 0.85],
  [0.75, -0.25],
  [0.85, 0.3],
];

/** Everybody of one match: two teams of eleven, a referee and two assistants. */
export function createSquad(rng: Rng): { readonly roles: readonly Role[]; readonly kits: Kits } {
  const kits = chooseKits(rng);
  const roles: Role[] = [];
  const enter = (role: Omit<Role, 'person'>, person: Omit<Person, 'id' | 'looks'>): void => {
    roles.push({ ...role, person: { ...person, id: roles.length + 1, looks: chooseLooks(rng) } });
  };
  for (const side of [0, 1] as const) {
    const kit = kits.teams[side];
    const team = kit.name;
    for (const [along, across] of FORMATION) {
      enter({ side, along, across, duty: 'outfield' }, { cls: 2, team, kit });
    }
    enter(
      { side, along: -2, across: 0, duty: 'keeper' },
      { cls: 1, team, kit: kits.keepers[side] },
    );
  }
  const referee = { cls: 3, team: null, kit: kits.referee } as const;
  enter({ side: null, along: 0, across: 0.3, duty: 'referee' }, referee);
  enter({ side: null, along: 0, across: -1, duty: 'assistant' }, referee);
  enter({ side: null, along: 0, across: 1, duty: 'assistant' }, referee);
  return { roles, kits };
}
