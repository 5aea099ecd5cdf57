import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { nodeVerifiers } from '../coordinator/verifiers.ts';
import { DeviceKey } from '../protocol/primitives.ts';
import { checkReceiptText, type TrustReport } from '../protocol/trust.ts';
import { fromUtf8 } from '../shared/bytes.ts';
import { AppError } from '../shared/errors.ts';
import { readArguments } from './headless/arguments.ts';
import { type Report, runCommand, say } from './headless/output.ts';

// npm run verify -- RECEIPT.json [--coordinator KEY] [--json]
// Checks a receipt's chain of trust on this machine, without asking anybody. Ends with 1 when a
// link is broken. --coordinator names the key that is trusted; without it the receipt's own is.

const { values, positionals } = readArguments({
  allowPositionals: true,
  options: {
    coordinator: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function verify(): Promise<Report> {
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new AppError('input.malformed', 'name one receipt: npm run verify -- receipt.json');
  }
  const { coordinator } = values;
  if (coordinator !== undefined && !v.is(DeviceKey, coordinator)) {
    throw new AppError('input.malformed', '--coordinator takes a public key of 43 characters');
  }
  const wanted = coordinator === undefined ? {} : { coordinatorKey: coordinator };
  const report = await checkReceiptText(textOf(file), nodeVerifiers, wanted);
  if (!report.ok) process.exitCode = 1;
  if (!report.ok) say(`broken: ${report.broken.join(', ')}`);
  return { summary: values.json ? { ...report } : inWords(report), raw: report };
}

/** Bytes that are not UTF-8 make a text that is no receipt, which the report then says. */
function textOf(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new AppError('input.malformed', `cannot read ${file}`, { cause });
  }
  try {
    return fromUtf8(bytes);
  } catch {
    return '';
  }
}

function inWords(report: TrustReport): Record<string, string> {
  const { coordinatorKey, pinned, account } = report;
  const links = report.links.map(
    ({ name, passed, what }) => [name, `${passed ? 'holds ' : 'BROKEN'}  ${what}`] as const,
  );
  const whose = pinned ? 'named by you' : 'the receipt’s own word; --coordinator KEY names one';
  return {
    ...Object.fromEntries(links),
    'mined for': account ?? 'the device itself, as a guest',
    trusting: coordinatorKey === null ? 'nobody' : `coordinator ${coordinatorKey} (${whose})`,
    verdict: report.ok ? 'every link holds' : `broken: ${report.broken.join(', ')}`,
  };
}

await runCommand({ json: values.json, out: undefined }, verify);
