// The page's policy lets no string become a script's address. Where a string has to, it is an
// address of our own origin.

/** The part of the Trusted Types API used here; not every browser has it, nor lib.dom. */
export interface ScriptPolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** Null where the browser has no Trusted Types. */
export function scriptPolicyFactory(): ScriptPolicyFactory | null {
  const scope = globalThis as { trustedTypes?: ScriptPolicyFactory }; // absent from lib.dom
  return scope.trustedTypes ?? null;
}

/** The address itself. @throws TypeError when it is another origin's */
export function sameOrigin(url: string): string {
  const { origin, href } = globalThis.location;
  if (new URL(url, href).origin !== origin) {
    throw new TypeError(`a script of another origin was refused: ${url}`);
  }
  return url;
}

/** Inside a worker, before onnxruntime-web is loaded: scripts of this origin may start threads. */
export function allowSameOriginScripts(): void {
  scriptPolicyFactory()?.createPolicy('default', { createScriptURL: sameOrigin });
}
