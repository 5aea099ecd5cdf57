import initRdkit from '@rdkit/rdkit';
import { rdkitChemistry } from '../../src/shared/chemistry/rdkit.ts';
import { type MoleculeFacts, factsOf } from '../../src/shared/chemistry/facts.ts';
import type { Chemistry } from '../../src/shared/chemistry/chemistry.ts';

/** RDKit in Node, quiet: broken molecules are part of the tests. */
export async function openChemistry(): Promise<Chemistry> {
  const quiet = (): void => undefined;
  return rdkitChemistry(await initRdkit({ print: quiet, printErr: quiet }));
}

let opened: Promise<Chemistry> | null = null;

/** What the page's chemistry worker answers; RDKit starts with the first question. */
export async function askChemistry(
  smiles: readonly string[],
  smarts: readonly string[],
): Promise<(MoleculeFacts | null)[]> {
  const chemistry = await (opened ??= openChemistry());
  return smiles.map((text) => factsOf(chemistry, text, smarts));
}
