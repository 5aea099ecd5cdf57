import { createContext } from 'svelte';
import { paramOf, pathOf, resolved, withParams } from './address.ts';

// A small history router: the address is the state. It knows no routes; `routes.ts` does.

export class Router {
  #href = $state(location.href);
  readonly #path = $derived(pathOf(this.#href));

  get path(): string {
    return this.#path;
  }

  /** A query parameter of the address, or null. */
  param(name: string): string | null {
    return paramOf(this.#href, name);
  }

  /** Goes to a path of the app. */
  go(to: string, { replace = false }: { replace?: boolean } = {}): void {
    const next = resolved(to, this.#href);
    if (next === this.#href) return;
    if (replace) history.replaceState(null, '', next);
    else history.pushState(null, '', next);
    this.#href = next;
  }

  /** Changes query parameters of the present address; null removes one. */
  set(params: Readonly<Record<string, string | null>>, { replace = true } = {}): void {
    this.go(withParams(this.#href, params), { replace });
  }

  /** Follows Back, Forward and plain clicks on links of this origin; returns the clean-up. */
  listen(): () => void {
    const onPop = (): void => {
      this.#href = location.href;
    };
    const onClick = (event: MouseEvent): void => {
      const to = followed(event);
      if (!to) return;
      event.preventDefault();
      this.go(to);
    };
    addEventListener('popstate', onPop);
    document.addEventListener('click', onClick);
    return () => {
      removeEventListener('popstate', onPop);
      document.removeEventListener('click', onClick);
    };
  }
}

/** Address of a plain click on a link inside the app; null for any other click. */
function followed(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement)) return null;
  if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return null;
  const isAnchor = link.hash !== '' && link.pathname === location.pathname;
  return isAnchor || link.pathname.startsWith('/v1/') ? null : link.href;
}

export const [getRouter, setRouter] = createContext<Router>();
