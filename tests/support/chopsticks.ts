import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// A node that executes a real Substrate runtime, in a process of its own (tests/peers).

export interface RuntimeNode {
  readonly url: string;
  readonly startMs: number;
  close(): Promise<void>;
}

/** @throws Error when it ends before it listens, with the end of what it printed */
export async function startChopsticks(): Promise<RuntimeNode> {
  const started = performance.now();
  const child = spawn(process.execPath, ['tests/peers/chopsticks-node.mjs'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const printed: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const read = (line: string): void => {
      printed.push(line);
      const said = /^\{"url":"([^"]+)"\}$/.exec(line)?.[1];
      if (said) resolve(said);
    };
    createInterface(child.stdout).on('line', read);
    createInterface(child.stderr).on('line', read);
    void exit.then(() => reject(new Error(`the node ended:\n${printed.slice(-20).join('\n')}`)));
  });
  return {
    url,
    startMs: performance.now() - started,
    async close() {
      child.stdin.end();
      await exit;
    },
  };
}
