/** Work of one account, one piece after the other: two that are signed at once share a nonce. */
export interface AccountQueue {
  /** Runs `work` once everything that was given before for the account has settled. */
  run<T>(account: string, work: () => Promise<T>): Promise<T>;
}

export function createAccountQueue(): AccountQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(account, work) {
      const before = tails.get(account) ?? Promise.resolve();
      const result = before.then(work);
      tails.set(account, Promise.allSettled([result]));
      return result;
    },
  };
}
