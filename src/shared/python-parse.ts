import { PYTHON_SPACE, stripPython } from './python-text.ts';

// Text cut into parts and read as numbers the way Python does it.

const SPACES = new RegExp(`[${PYTHON_SPACE}]+`, 'g');
const LINE_END = '\\n\\r\\v\\f\\u001c-\\u001e\\u0085\\u2028\\u2029';
const LINE_ENDS = new RegExp(`\\r\\n|[${LINE_END}]`);
const DIGITS = '\\d+(?:_\\d+)*';
const INTEGER = new RegExp(`^[+-]?${DIGITS}$`);
const FLOAT = new RegExp(`^[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:e[+-]?${DIGITS})?$`);

/** `text.split()`: words between runs of white space. */
export function splitWords(text: string): string[] {
  return text.split(SPACES).filter(Boolean);
}

/** `re.sub(r'\s+', to, text)`. */
export function replaceSpaces(text: string, to: string): string {
  return text.replace(SPACES, to);
}

/** `text.splitlines()`, without the line ends. */
export function splitLines(text: string): string[] {
  const lines = text.split(LINE_ENDS);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `int(text)` of ASCII digits; null where Python raises ValueError. */
export function parsePythonInt(text: string): number | null {
  const stripped = stripPython(text);
  return INTEGER.test(stripped) ? Number(stripped.replaceAll('_', '')) : null;
}

/** `float(text)` of ASCII digits, `nan` and infinities too; null where Python raises ValueError. */
export function parsePythonFloat(text: string): number | null {
  const stripped = stripPython(text).toLowerCase();
  if (/^[+-]?nan$/.test(stripped)) return NaN;
  if (/^[+-]?inf(?:inity)?$/.test(stripped)) return stripped.startsWith('-') ? -Infinity : Infinity;
  return FLOAT.test(stripped) ? Number(stripped.replaceAll('_', '')) : null;
}
