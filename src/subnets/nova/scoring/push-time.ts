const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * An ISO 8601 time as milliseconds since 1970, to order entries by.
 *
 * @returns Infinity for what cannot be read: such an entry comes last
 */
export function pushTimeMs(text: string | null | undefined): number {
  const match = ISO.exec(text ?? '');
  if (!match) return Infinity;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] =
    match;
  const offset = zone === undefined ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(ms) ? Infinity : ms + Number(`0.${fraction || '0'}`) * 1000;
}
