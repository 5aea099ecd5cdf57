// Where a spoken token lies in an answer. Section 2.2; MIID/validator/voice_words.py 7018f075.

const LEAD_IN_SECONDS = 1;
const TOKEN_SECONDS = 2;
export const VOICE_RATE = 16_000;
/** Tokens of a prompt: five digits and three words. */
export const VOICE_TOKENS = 8;

export interface SampleWindow {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** Samples of the i-th token, counted from 0, at a rate in Hz. */
export function voiceWindow(index: number, rate: number = VOICE_RATE): SampleWindow {
  const start = (LEAD_IN_SECONDS + TOKEN_SECONDS * index) * rate;
  return { start, end: start + TOKEN_SECONDS * rate };
}
