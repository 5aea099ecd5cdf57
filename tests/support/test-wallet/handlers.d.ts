import '@polkadot/extension-base/background/handlers';

declare module '@polkadot/extension-base/background/handlers' {
  /** Added by the hook in build.mjs: settles when the stored permissions are read. */
  export const ready: Promise<void>;
}
