// Full Unicode case folding, which the platform does not offer: upper case of lower case, per
// character, lower case again; with the exceptions of CaseFolding.txt.

/** Cherokee folds to capitals. */
const CHEROKEE_CAPITALS = [0x13a0, 0x13f5] as const;
const CHEROKEE_SMALL = [0x13f8, 0x13fd] as const;
const CHEROKEE_SMALL_OFFSET = 8;
const CHEROKEE_SUPPLEMENT = [0xab70, 0xabbf] as const;
const CHEROKEE_SUPPLEMENT_OFFSET = 0x97d0;
/** The dotless i stays what it is, although its capital is an ordinary I. */
const DOTLESS_I = 0x131;

/** Text for comparison without case: `ß` = `ss`, `ς` = `σ`. Source: Unicode 15, section 3.13. */
export function caseFold(text: string): string {
  return Array.from(text, foldCharacter).join('');
}

function foldCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code === DOTLESS_I || isWithin(code, CHEROKEE_CAPITALS)) return char;
  if (isWithin(code, CHEROKEE_SMALL)) return String.fromCodePoint(code - CHEROKEE_SMALL_OFFSET);
  if (isWithin(code, CHEROKEE_SUPPLEMENT)) {
    return String.fromCodePoint(code - CHEROKEE_SUPPLEMENT_OFFSET);
  }
  const folded = char.toLowerCase().toUpperCase();
  return Array.from(folded, (part) => part.toLowerCase()).join('');
}

function isWithin(code: number, [first, last]: readonly [number, number]): boolean {
  return code >= first && code <= last;
}
