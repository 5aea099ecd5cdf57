import { createContext } from 'svelte';
import { getLocale, isLocale, locales, setLocale } from '../paraglide/runtime.js';

// What the reader chose for this browser: theme and language. Survives in localStorage.

const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];
const THEME_KEY = 'adit.theme';

function isTheme(value: unknown): value is Theme {
  return (THEMES as readonly unknown[]).includes(value);
}

export class Preferences {
  #theme = $state<Theme>('system');
  #locale = $state<string>(getLocale());

  constructor() {
    this.#theme = readTheme();
    this.#apply();
  }

  get theme(): Theme {
    return this.#theme;
  }

  get locale(): string {
    return this.#locale;
  }

  get locales(): readonly string[] {
    return locales;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    try {
      localStorage.setItem(THEME_KEY, theme);
    } catch {
      // Storage is closed in some private modes: the choice then lasts until the page is left.
    }
    this.#apply();
  }

  /** Changes the language without a reload: mining goes on. */
  async setLocale(locale: string): Promise<void> {
    if (!isLocale(locale)) return;
    await setLocale(locale, { reload: false });
    this.#locale = locale;
    this.#apply();
  }

  #apply(): void {
    const root = document.documentElement;
    root.lang = this.#locale;
    if (this.#theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.#theme;
  }
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    return isTheme(stored) ? stored : 'system';
  } catch {
    return 'system';
  }
}

export const [getPreferences, setPreferences] = createContext<Preferences>();
