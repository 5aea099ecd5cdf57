/** Folder of the unpacked extension; built when its sources or the lockfile have changed. */
export function buildTestWallet(): Promise<string>;
