import { sameOrigin, scriptPolicyFactory } from '../shared/same-origin-scripts.ts';

type Policy = ReturnType<NonNullable<ReturnType<typeof scriptPolicyFactory>>['createPolicy']>;

let workerPolicy: Policy | null = null;

/**
 * Address for `new Worker` or a service worker's registration, as the page's policy wants it:
 * through `app#worker`, for our own origin only (inside workers the policy is `default`).
 * The return type is a string because lib.dom asks for one; where Trusted Types exist it is a
 * TrustedScriptURL. Throws TypeError for another origin.
 */
export function trustedWorkerUrl(url: string): string {
  const factory = scriptPolicyFactory();
  if (!factory) return sameOrigin(url);
  workerPolicy ??= factory.createPolicy('app#worker', { createScriptURL: sameOrigin });
  return workerPolicy.createScriptURL(url) as string; // see above
}
