import * as v from 'valibot';
import { fromBase64Url, toBase64Url, utf8 } from '../shared/bytes.ts';
import { AppError } from '../shared/errors.ts';
import { canonicalJson, hashJson } from '../shared/hash.ts';
import { readAddress } from '../shared/ss58.ts';
import { GRANT_MAX_MS, type Grant, parseGrant } from './grant.ts';
import { namedSubmission, PROTOCOL, signedText, submissionId } from './signing.ts';
import { Receipt, type ReceiptBody } from './submission.ts';
import { isSignedBy, type SignatureVerifiers } from './wallet-signature.ts';

// The chain of trust of a receipt, checked without asking anybody: wallet → grant → device →
// submission → coordinator. What it cannot show: that a grant was not revoked (a coordinator says
// so by leaving the grant out), and what only the coordinator says: verdict, ledger, epoch.

export const LINK_NAMES = [
  'form',
  'coordinator',
  'coordinator-key',
  'device',
  'submission',
  'result',
  'grant',
  'wallet',
] as const;
export type LinkName = (typeof LINK_NAMES)[number];

export interface Link {
  readonly name: LinkName;
  readonly passed: boolean;
  /** What was found, one sentence for a person. */
  readonly what: string;
}

export interface TrustReport {
  readonly ok: boolean;
  /** In the order of checking; a guest's receipt has no links `grant` and `wallet`. */
  readonly links: readonly Link[];
  readonly broken: readonly LinkName[];
  /** The coordinator whose word this is; null when the receipt cannot be read. */
  readonly coordinatorKey: string | null;
  /** Whether the reader named that key; otherwise it is only what the receipt itself says. */
  readonly pinned: boolean;
  readonly deviceKey: string | null;
  /** Address of the account it was mined for; null for a guest. */
  readonly account: string | null;
}

export interface TrustOptions {
  /** The coordinator's key, learnt elsewhere. */
  readonly coordinatorKey?: string;
  /** The result itself, when the reader has it: then it must be the one that was signed. */
  readonly result?: unknown;
}

/**
 * Checks every link of a receipt. Never throws on what a receipt says: that is a broken link.
 *
 * @param receipt as parsed from JSON, nothing left out
 */
export async function checkReceipt(
  receipt: unknown,
  verifiers: SignatureVerifiers,
  options: TrustOptions = {},
): Promise<TrustReport> {
  const pinned = options.coordinatorKey !== undefined;
  const parsed = readForm(receipt);
  if (typeof parsed === 'string') {
    const links = [link('form', false, parsed)];
    return { ...summary(links), coordinatorKey: null, pinned, deviceKey: null, account: null };
  }
  const { body } = parsed;
  const links = [
    link('form', true, `A receipt of ${PROTOCOL}, every key and signature in its one spelling.`),
    await coordinatorLink(receipt, parsed, verifiers),
    ...pinLinks(body, options),
    await deviceLink(body, verifiers),
    submissionLink(body),
    ...resultLinks(body, options),
    ...(body.grant ? await grantLinks(body, body.grant, verifiers) : []),
  ];
  const { coordinatorKey, deviceKey } = body;
  return {
    ...summary(links),
    coordinatorKey,
    pinned,
    deviceKey,
    account: body.grant?.account ?? null,
  };
}

/**
 * As `checkReceipt`, from the text of a file. The text must be spelled as the coordinator writes
 * it, white space aside: two spellings of a number can be the same number.
 */
export async function checkReceiptText(
  text: string,
  verifiers: SignatureVerifiers,
  options: TrustOptions = {},
): Promise<TrustReport> {
  const receipt = jsonOf(text);
  if (receipt !== undefined && JSON.stringify(receipt) === withoutSpace(text)) {
    return checkReceipt(receipt, verifiers, options);
  }
  const what =
    receipt === undefined
      ? 'The file is not JSON.'
      : 'The file is not spelled as the coordinator writes a receipt.';
  const links = [link('form', false, what)];
  const pinned = options.coordinatorKey !== undefined;
  return { ...summary(links), coordinatorKey: null, pinned, deviceKey: null, account: null };
}

function summary(links: readonly Link[]): Pick<TrustReport, 'ok' | 'links' | 'broken'> {
  const broken = links.filter(({ passed }) => !passed).map(({ name }) => name);
  return { ok: broken.length === 0, links, broken };
}

function link(name: LinkName, passed: boolean, what: string): Link {
  return { name, passed, what };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function withoutSpace(json: string): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, '$1');
}

/** The receipt, or the sentence that says why it is none. */
function readForm(receipt: unknown): Receipt | string {
  const parsed = v.safeParse(Receipt, receipt);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return `This is no receipt: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}.`;
  }
  const { body, signature } = parsed.output;
  // A valid receipt is an object; what stands beside body and signature nobody has signed.
  const extra = Object.keys(receipt as object).find((key) => key !== 'body' && key !== 'signature');
  if (extra !== undefined) return `Nobody signed the part ${JSON.stringify(extra)}.`;
  if (body.protocol !== PROTOCOL) return `This receipt is of ${body.protocol}, not ${PROTOCOL}.`;
  const texts = [signature, body.coordinatorKey, body.deviceKey, body.submission.signature];
  const odd = texts.find((text) => toBase64Url(fromBase64Url(text)) !== text);
  return odd === undefined ? parsed.output : `${odd} is a second spelling of other bytes.`;
}

async function coordinatorLink(
  receipt: unknown,
  { body, signature }: Receipt,
  verifiers: SignatureVerifiers,
): Promise<Link> {
  // The body as it came: the schema leaves out members that it does not know, the signature not.
  const signed = canonicalJson((receipt as { readonly body: unknown }).body);
  const key = fromBase64Url(body.coordinatorKey);
  const holds = await verifiers.ed25519(utf8(signed), fromBase64Url(signature), key);
  return link(
    'coordinator',
    holds,
    holds
      ? `The coordinator ${body.coordinatorKey} signed everything in it.`
      : `The coordinator ${body.coordinatorKey} did not sign what it says now.`,
  );
}

function pinLinks(
  { coordinatorKey }: ReceiptBody,
  { coordinatorKey: wanted }: TrustOptions,
): Link[] {
  if (wanted === undefined) return [];
  const same = coordinatorKey === wanted;
  const what = same ? 'It is the coordinator asked for.' : `It is not the coordinator ${wanted}.`;
  return [link('coordinator-key', same, what)];
}

async function deviceLink(
  { deviceKey, submission }: ReceiptBody,
  verifiers: SignatureVerifiers,
): Promise<Link> {
  const message = utf8(signedText(submission));
  const signature = fromBase64Url(submission.signature);
  const holds = await verifiers.ed25519(message, signature, fromBase64Url(deviceKey));
  const what = holds
    ? `The device ${deviceKey} signed the request to ${submission.path}.`
    : `The device ${deviceKey} did not sign the request as it stands here.`;
  return link('device', holds, what);
}

function submissionLink(body: ReceiptBody): Link {
  const { taskId, token, deviceKey, resultHash } = body;
  const name = 'submission';
  if (namedSubmission(body.submission.path) !== body.submissionId) {
    return link(name, false, 'The request that the device signed does not name this submission.');
  }
  if (token === undefined) return link(name, false, 'The lease’s token is missing.');
  const holds = submissionId({ taskId, token, deviceKey, resultHash }) === body.submissionId;
  const what = holds
    ? `What it signed names submission ${body.submissionId}: this task, lease, device and result.`
    : 'The submission is not the one of this task, lease, device and result.';
  return link(name, holds, what);
}

function resultLinks({ resultHash }: ReceiptBody, options: TrustOptions): Link[] {
  if (options.result === undefined) return [];
  const holds = hashJson(options.result) === resultHash;
  const what = holds ? 'The result is the one that was signed.' : 'The result is another one.';
  return [link('result', holds, what)];
}

async function grantLinks(
  body: ReceiptBody,
  line: NonNullable<ReceiptBody['grant']>,
  verifiers: SignatureVerifiers,
): Promise<Link[]> {
  const problem = grantProblem(body, line);
  const key = readAddress(line.account);
  const holds = key !== null && (await isSignedBy(line, key.publicKey, verifiers));
  return [
    link(
      'grant',
      problem === null,
      problem ??
        'The line lets this device mine at this coordinator, and was in force at the claim.',
    ),
    link(
      'wallet',
      holds,
      holds
        ? `The account ${line.account} signed the line (${line.keyType}).`
        : `The account ${line.account} did not sign the line as it stands here (${line.keyType}).`,
    ),
  ];
}

/** Why a grant's line does not cover the unit; null when it does. */
function grantProblem(body: ReceiptBody, line: NonNullable<ReceiptBody['grant']>): string | null {
  const grant = readGrant(line.text);
  if (typeof grant === 'string') return `The line is no grant: ${grant}.`;
  if (grant.account !== line.account) return `The line is of the account ${grant.account}.`;
  if (grant.deviceKey !== body.deviceKey) return `The line is for the device ${grant.deviceKey}.`;
  if (grant.coordinatorKey !== body.coordinatorKey) {
    return `The line is for the coordinator ${grant.coordinatorKey}.`;
  }
  if (grant.expiresMs - grant.issuedMs > GRANT_MAX_MS) return 'The line lasts longer than a week.';
  const { claimedMs } = body;
  if (claimedMs === undefined) return 'When the unit was claimed is missing.';
  const isInForce = grant.issuedMs <= claimedMs && claimedMs < grant.expiresMs;
  return isInForce ? null : 'The line was not in force when the unit was claimed.';
}

function readGrant(text: string): Grant | string {
  try {
    return parseGrant(text);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
