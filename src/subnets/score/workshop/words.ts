import { m } from '../../../paraglide/messages.js';
import type { AppError, ErrorCode } from '../../../shared/errors.ts';

const SENTENCES: Partial<Record<ErrorCode, () => string>> = {
  'limit.size': m.workshop_error_size,
  'input.malformed': m.workshop_error_input,
  'media.unsupported': m.error_media_unsupported,
  'model.unavailable': m.error_model_unavailable,
  'model.unusable': m.error_model_unusable,
};

/** What went wrong, in a sentence; the numbers are in the error's own message. */
export function sentenceOf({ code }: AppError): string {
  return (SENTENCES[code] ?? m.workshop_error_other)();
}
