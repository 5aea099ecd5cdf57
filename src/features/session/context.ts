import { createContext } from 'svelte';
import type { AppSession } from './session.svelte.ts';

/**
 * The app's one session, set by the shell: `client` for public reads, `handle` for mining,
 * `snapshot`, `hello` and `online` as reactive values.
 */
export const [getSession, setSession] = createContext<AppSession>();
