import type { AskChemistry } from '../shared/chemistry/facts.ts';
import { blocked } from './blocked.ts';
import { type WorkerLink, linkWorker } from './worker-link.ts';

// The judge's way to the worker that runs RDKit. It starts with the first question.

/** What `workers/chemistry.ts` answers. */
export interface ChemistryApi {
  facts: AskChemistry;
}

/**
 * @param start makes the worker. Questions throw AppError `worker.blocked` when it is refused, or
 *   when RDKit cannot start in it.
 */
export function openChemistry(start: () => Worker): AskChemistry {
  let running: WorkerLink<ChemistryApi> | null = null;

  return async (smiles, smarts) => {
    running ??= linkWorker<ChemistryApi>(startOrThrow(start), () => (running = null));
    const { api, ended } = running;
    return await Promise.race([api.facts(smiles, smarts), ended]);
  };
}

function startOrThrow(start: () => Worker): Worker {
  try {
    return start();
  } catch (cause) {
    throw blocked(cause);
  }
}
