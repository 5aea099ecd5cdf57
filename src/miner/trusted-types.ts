// The page's policy lets no string become a script's address. Two policies make exceptions, both
// for our own origin only: `app#worker` on the page, `default` inside workers, where
// onnxruntime-web starts its threads from plain strings.

/** The part of the Trusted Types API used here; not every browser has it, nor lib.dom. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

type Policy = ReturnType<PolicyFactory['createPolicy']>;

let workerPolicy: Policy | null = null;

/**
 * Address for `new Worker` or a service worker's registration, as the page's policy wants it.
 * The return type is a string because lib.dom asks for one; where Trusted Types exist it is a
 * TrustedScriptURL. Throws TypeError for another origin.
 */
export function trustedWorkerUrl(url: string): string {
  const factory = policyFactory();
  if (!factory) return sameOrigin(url);
  workerPolicy ??= factory.createPolicy('app#worker', { createScriptURL: sameOrigin });
  return workerPolicy.createScriptURL(url) as string; // see above
}

/** Inside a worker, before onnxruntime-web is loaded: scripts of this origin may start threads. */
export function allowSameOriginScripts(): void {
  policyFactory()?.createPolicy('default', { createScriptURL: sameOrigin });
}

function sameOrigin(url: string): string {
  const { origin, href } = globalThis.location;
  if (new URL(url, href).origin !== origin) {
    throw new TypeError(`a script of another origin was refused: ${url}`);
  }
  return url;
}

function policyFactory(): PolicyFactory | null {
  const scope = globalThis as { trustedTypes?: PolicyFactory }; // absent from lib.dom
  return scope.trustedTypes ?? null;
}
