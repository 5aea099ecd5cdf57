import * as Comlink from 'comlink';
import { createCutApi } from '../src/miner/cut-api.ts';
import { carryAppErrors } from '../src/miner/wire-errors.ts';

carryAppErrors(Comlink.transferHandlers);
Comlink.expose(createCutApi());
