import { createContext } from 'svelte';
import type { WalletState } from './wallet.svelte.ts';

/** The page's one wallet, set by the shell. */
export const [getWallet, setWallet] = createContext<WalletState>();
