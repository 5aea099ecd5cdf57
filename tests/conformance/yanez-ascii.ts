import unidecode from 'unidecode';

/** Non-Latin letters as ASCII text, the port that the scorers take. */
export function toAscii(text: string): string {
  return unidecode(text);
}
