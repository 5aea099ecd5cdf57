import * as Comlink from 'comlink';
import { version } from '../package.json';
import { transferablesOf } from '../src/miner/transferables.ts';
import { allowSameOriginScripts } from '../src/shared/same-origin-scripts.ts';
import { carryAppErrors } from '../src/miner/wire-errors.ts';
import { createMinerApi } from '../src/miner/worker-api.ts';

allowSameOriginScripts();
carryAppErrors(Comlink.transferHandlers);
Comlink.expose(
  createMinerApi({
    version,
    post: (listener, update) => {
      listener(
        update.kind === 'preview'
          ? Comlink.transfer(update, transferablesOf(update.preview))
          : update,
      );
    },
  }),
);
