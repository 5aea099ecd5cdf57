import { parsePythonInt } from './python-int.ts';
import type { Bond, Chemistry, Graph, Molecule } from '../../../shared/chemistry/chemistry.ts';

// A molecule id, `rxn:R:A:B` or `rxn:R:A:B:C`, and the product it stands for. Section c.

const AMIDE = '[C:1](=O)[OH].[N:2]>>[C:1](=O)[N:2]';
const SUZUKI_BROMIDE = '[#6:1][Br].[#6:2][B]([OH])[OH]>>[#6:1][#6:2]';
const SUZUKI_CHLORIDE = '[#6:1][Cl].[#6:2][B]([OH])[OH]>>[#6:1][#6:2]';
const JOIN = 1;
const JOIN_THEN_AMIDE = 3;
const SUZUKI_TWICE = 5;
/** Isotopes that mark the open ends of the azide half and of the alkyne half. */
const OPEN_ENDS = { first: 1, second: 2 } as const;
const DUMMY = 0;

export interface ReactionRow {
  readonly smarts: string;
  /** Bits a building block needs for each place. */
  readonly roleA: number;
  readonly roleB: number;
  readonly roleC: number;
}

export interface BuildingBlock {
  readonly smiles: string;
  readonly roles: number;
}

export interface ReactionSpace {
  readonly reactions: ReadonlyMap<number, ReactionRow>;
  readonly blocks: ReadonlyMap<number, BuildingBlock>;
}

/**
 * Canonical SMILES of a molecule id.
 *
 * @returns null for another form of id, an unknown number, blocks that do not fit their roles, or
 *   when nothing reacts
 *
 * Source: NOVA `combinatorial_db/reactions.py` @ f947557; for reaction numbers 3 and 5 the two
 * steps stand in the code, other ids of three blocks give nothing.
 */
export function productOf(id: string, space: ReactionSpace, chemistry: Chemistry): string | null {
  const parts = id.split(':').slice(1).map(parsePythonInt);
  if (parts.length < 3 || parts.length > 4 || parts.includes(null)) return null;
  const [reaction, ...numbers] = parts.map(Number);
  const row = space.reactions.get(reaction ?? NaN);
  const blocks = numbers.map((number) => space.blocks.get(number));
  const [a, b, c] = blocks;
  if (!row || !a || !b || blocks.includes(undefined)) return null;
  if (!c) {
    const [first, second] = orderByRoles(a, b, row) ?? [];
    if (!first || !second) return null;
    return reaction === JOIN
      ? joinSynthons(first.smiles, second.smiles, chemistry)
      : chemistry.react(row.smarts, [first.smiles, second.smiles]);
  }
  if (!orderByRoles(a, b, row) || !fits(c, row.roleC)) return null;
  const [first, second] = overlaps(a, row.roleA) && overlaps(b, row.roleB) ? [a, b] : [b, a];
  const [step, smarts] = stepsOf(reaction, chemistry);
  const middle = step?.(first.smiles, second.smiles) ?? null;
  return middle && smarts ? chemistry.react(smarts, [middle, c.smiles]) : null;
}

type Step = (first: string, second: string) => string | null;

/** First step and SMARTS of the second, for the two reactions of three blocks. */
function stepsOf(reaction: number | undefined, chemistry: Chemistry): [Step, string] | [] {
  if (reaction === JOIN_THEN_AMIDE) {
    return [(first, second) => joinSynthons(first, second, chemistry), AMIDE];
  }
  if (reaction === SUZUKI_TWICE) {
    return [(first, second) => chemistry.react(SUZUKI_BROMIDE, [first, second]), SUZUKI_CHLORIDE];
  }
  return [];
}

/** Both blocks in the order of their roles; null when neither order fits. */
function orderByRoles(
  a: BuildingBlock,
  b: BuildingBlock,
  { roleA, roleB }: ReactionRow,
): [BuildingBlock, BuildingBlock] | null {
  if (fits(a, roleA) && fits(b, roleB)) return [a, b];
  return fits(a, roleB) && fits(b, roleA) ? [b, a] : null;
}

/** Whether a block has all bits of a role. */
function fits({ roles }: BuildingBlock, role: number): boolean {
  return (roles & role) === role;
}

/** Whether a block has any bit of a role: the looser test that decides the order of three blocks. */
function overlaps({ roles }: BuildingBlock, role: number): boolean {
  return (roles & role) !== 0;
}

/**
 * Joins two halves at their open ends: the neighbour of the first `[1*]` of one half and that of
 * the first `[2*]` of the other get a single bond, both dummies go.
 *
 * @returns canonical SMILES; null when a half has no open end or the product is no molecule. As in
 *   the source the second half loses the sides of its double bonds.
 */
export function joinSynthons(first: string, second: string, chemistry: Chemistry): string | null {
  const a = chemistry.molecule(first);
  const b = chemistry.molecule(second);
  const endA = a && openEnd(a, OPEN_ENDS.first);
  const endB = b && openEnd(b, OPEN_ENDS.second);
  if (!a || !b || !endA || !endB) return null;
  const shift = a.atoms.length;
  const graph: Graph = {
    atoms: [...a.atoms, ...b.atoms],
    bonds: [
      ...a.bonds.filter((bond) => !touches(bond, endA.dummy)),
      ...b.bonds
        .filter((bond) => !touches(bond, endB.dummy))
        .map(({ from, to, order }) => ({
          from: from + shift,
          to: to + shift,
          order,
          stereo: null,
        })),
      { from: endA.neighbour, to: endB.neighbour + shift, order: 1, stereo: null },
    ],
  };
  return chemistry.assemble(without(graph, [endA.dummy, endB.dummy + shift]));
}

interface OpenEnd {
  readonly dummy: number;
  readonly neighbour: number;
}

function openEnd({ atoms, bonds }: Molecule, isotope: number): OpenEnd | null {
  const dummy = atoms.findIndex((atom) => atom.element === DUMMY && atom.isotope === isotope);
  const bond = bonds.find((other) => touches(other, dummy));
  return bond ? { dummy, neighbour: bond.from === dummy ? bond.to : bond.from } : null;
}

function touches({ from, to }: Pick<Bond, 'from' | 'to'>, atom: number): boolean {
  return from === atom || to === atom;
}

/** The graph without some atoms, to which no bond leads any more. */
function without({ atoms, bonds }: Graph, gone: readonly number[]): Graph {
  const moved = (index: number): number => index - gone.filter((atom) => atom < index).length;
  return {
    atoms: atoms.filter((_, index) => !gone.includes(index)),
    bonds: bonds.map((bond) => ({
      ...bond,
      from: moved(bond.from),
      to: moved(bond.to),
      // A side that was told by an atom that goes cannot be told any more.
      stereo:
        bond.stereo && !bond.stereo.atoms.some((atom) => gone.includes(atom))
          ? { kind: bond.stereo.kind, atoms: bond.stereo.atoms.map(moved) }
          : null,
    })),
  };
}
