/** What the classify service decided about a text. */
export type GuardDecision =
  { readonly decision: 'allow' | 'block'; readonly reason?: string } | { readonly error: string };

const ALLOWED_STATUS: readonly string[] = ['HARMLESS', 'CONTROVERSIAL', 'SENSITIVE'];
const ALLOWED_TIER: readonly string[] = ['safe', 'controversial', 'sensitive'];

/**
 * Allow or block, from the JSON of the classify service: its status, else the tier that
 * `safety_label` or `risk_level` names. Fields that are not text count as absent. Section e.2.
 *
 * @returns the decision, without a reason where nothing names one; or the service's fault, when
 *          the reply is no object or names neither a known status nor a known tier
 *
 * Source: trishool-phase2 `tri-claw/extensions/guard-model/index.ts` @ 5ebca4a042b7.
 */
export function classifyDecision(reply: unknown): GuardDecision {
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) {
    return { error: 'classify response is not a JSON object' };
  }
  const { status, written, category, overlay } = classifyFields(reply);
  const full = fullReason(category, overlay);
  if (status === 'HARMFUL') return decide('block', full);
  if (ALLOWED_STATUS.includes(status))
    return decide('allow', category || full || status.toLowerCase());
  const tier = written.trim().toLowerCase();
  if (tier === 'unsafe') return decide('block', full || written);
  if (ALLOWED_TIER.includes(tier)) return decide('allow', category || full || tier);
  return { error: `classify response missing or unknown status: ${status || '(empty)'}` };
}

/** What a reply says; a field that is not text is empty. */
export interface ClassifyFields {
  /** Trimmed, upper case. */
  readonly status: string;
  /** The tier as it is written: `safety_label`, else `risk_level`. */
  readonly written: string;
  readonly category: string;
  readonly overlay: string;
}

export function classifyFields(reply: object): ClassifyFields {
  const field = fieldsOf(reply);
  return {
    status: (field('status') ?? '').trim().toUpperCase(),
    written: field('safety_label') ?? field('risk_level') ?? '',
    category: (field('category') ?? '').trim(),
    overlay: (field('attack_overlay') ?? '').trim(),
  };
}

/** Category and overlay, those that are not empty, joined by "; ". */
export function fullReason(category: string, overlay: string): string {
  return [category, overlay].filter((part) => part !== '').join('; ');
}

/** Text fields of a reply; anything else is absent. */
function fieldsOf(reply: object): (name: string) => string | undefined {
  const fields = new Map<string, unknown>(Object.entries(reply));
  return (name) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : undefined;
  };
}

function decide(decision: 'allow' | 'block', reason: string): GuardDecision {
  return reason === '' ? { decision } : { decision, reason };
}
