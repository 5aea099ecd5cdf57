// The few calls of the extension API that the test wallet makes itself.

interface TestWalletPort {
  readonly name: string;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
  postMessage(message: unknown): void;
}

declare const chrome: {
  readonly runtime: {
    connect(options: { readonly name: string }): TestWalletPort;
    getURL(path: string): string;
    readonly onConnect: { addListener(listener: (port: TestWalletPort) => void): void };
  };
};
