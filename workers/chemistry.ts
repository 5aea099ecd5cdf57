import initRdkit from '@rdkit/rdkit';
import wasmUrl from '@rdkit/rdkit/RDKit_minimal.wasm?url';
import * as Comlink from 'comlink';
import { blocked } from '../src/miner/blocked.ts';
import type { ChemistryApi } from '../src/miner/chemistry-link.ts';
import { carryAppErrors } from '../src/miner/wire-errors.ts';
import type { Chemistry } from '../src/shared/chemistry/chemistry.ts';
import { factsOf } from '../src/shared/chemistry/facts.ts';
import { rdkitChemistry } from '../src/shared/chemistry/rdkit.ts';

// RDKit evaluates text, so it lives in a worker whose response alone allows that: texts in, plain
// data out.

const quiet = (): void => undefined; // a broken molecule is an answer, not an event
let ready: Promise<Chemistry> | null = null;

/** @throws AppError `worker.blocked` when RDKit cannot start; the next call tries again */
async function open(): Promise<Chemistry> {
  try {
    ready ??= initRdkit({ locateFile: () => wasmUrl, print: quiet, printErr: quiet }).then(
      rdkitChemistry,
    );
    return await ready;
  } catch (cause) {
    ready = null;
    throw blocked(cause);
  }
}

const api: ChemistryApi = {
  async facts(smiles, smarts) {
    const chemistry = await open();
    return smiles.map((text) => factsOf(chemistry, text, smarts));
  },
};

carryAppErrors(Comlink.transferHandlers);
Comlink.expose(api);
