export function locateBrowser(): Promise<string | null>;
export function findBrowser(): Promise<string>;
