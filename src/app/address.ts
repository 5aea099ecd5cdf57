// Addresses of the app as text: absolute, of this origin.

/** The path of an address. */
export function pathOf(href: string): string {
  return new URL(href).pathname;
}

/** A query parameter of an address, or null. */
export function paramOf(href: string, name: string): string | null {
  return new URL(href).searchParams.get(name);
}

/** An address or path, relative to another address, made absolute. */
export function resolved(to: string, base: string): string {
  return new URL(to, base).href;
}

/** The address with other query parameters; null removes one. */
export function withParams(href: string, params: Readonly<Record<string, string | null>>): string {
  const next = new URL(href);
  for (const [name, value] of Object.entries(params)) {
    if (value === null) next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  return next.href;
}
