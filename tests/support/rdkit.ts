import initRdkit from '@rdkit/rdkit';
import { rdkitChemistry } from '../../src/subnets/nova/rdkit.ts';
import type { Chemistry } from '../../src/subnets/nova/chemistry.ts';

/** RDKit in Node, quiet: broken molecules are part of the tests. */
export async function openChemistry(): Promise<Chemistry> {
  const quiet = (): void => undefined;
  return rdkitChemistry(await initRdkit({ print: quiet, printErr: quiet }));
}
