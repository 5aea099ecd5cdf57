import type { MoleculeReader } from '../../../shared/chemistry/chemistry.ts';
import { factReader } from '../../../shared/chemistry/facts.ts';
import { AppError } from '../../../shared/errors.ts';
import type { JudgeContext } from '../../judge-page.ts';
import { SMARTS } from '../scoring/blueprint-filters.ts';

/**
 * Reader of molecules whose facts the chemistry worker has told.
 *
 * @throws AppError `worker.blocked` where there is no chemistry to ask
 */
export async function readMolecules(
  smiles: readonly string[],
  context: JudgeContext | undefined,
): Promise<MoleculeReader> {
  if (!context) throw new AppError('worker.blocked', 'chemistry is needed, and none can be asked');
  return factReader(smiles, await context.chemistry(smiles, Object.values(SMARTS)));
}
