import * as Comlink from 'comlink';
import { carryAppErrors } from '../src/miner/wire-errors.ts';
import { isLocale, overwriteGetLocale } from '../src/paraglide/runtime.js';
import { allowSameOriginScripts } from '../src/shared/same-origin-scripts.ts';
import { createJudgeApi } from '../src/subnets/judge-api.ts';

allowSameOriginScripts();
carryAppErrors(Comlink.transferHandlers);
Comlink.expose(
  // A worker has no storage to read the language from.
  createJudgeApi((locale) => overwriteGetLocale(() => (isLocale(locale) ? locale : 'en'))),
);
