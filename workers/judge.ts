import * as Comlink from 'comlink';
import { openChemistry } from '../src/miner/chemistry-link.ts';
import { carryAppErrors } from '../src/miner/wire-errors.ts';
import { isLocale, overwriteGetLocale } from '../src/paraglide/runtime.js';
import { allowSameOriginScripts } from '../src/shared/same-origin-scripts.ts';
import { createJudgeApi } from '../src/subnets/judge-api.ts';

allowSameOriginScripts();
carryAppErrors(Comlink.transferHandlers);
Comlink.expose(
  createJudgeApi(
    // A worker has no storage to read the language from.
    (locale) => overwriteGetLocale(() => (isLocale(locale) ? locale : 'en')),
    {
      chemistry: openChemistry(
        () => new Worker(new URL('./chemistry.ts', import.meta.url), { type: 'module' }),
      ),
    },
  ),
);
