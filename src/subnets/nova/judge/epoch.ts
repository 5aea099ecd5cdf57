import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import { allowedReaction } from '../scoring/allowed-reaction.ts';
import { EPOCH, beaconRound, epochOf, isInTime, lockRound } from '../scoring/timelock.ts';

const MAX_BLOCK = 1e9;
const MAX_HASH = 256;
/** 9999-12-31 as seconds since 1970. */
const MAX_SECONDS = 253_402_300_799;
const Block = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_BLOCK));

const Input = v.object({
  block_hash: v.pipe(v.string(), v.maxLength(MAX_HASH)),
  reactions: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_BLOCK)),
  block: v.optional(Block),
  committed: v.optional(Block),
  unix_seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SECONDS))),
});

/** What an epoch allows, and when an entry opens. @throws AppError `input.malformed` */
export function judgeEpoch(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const hash = input.block_hash.trim();
  const allowed = allowedReaction(hash, input.reactions);
  const { block, committed, unix_seconds: seconds } = input;
  return {
    score: {
      name: m.judge_nova_allowed(),
      value: allowed,
      label: 'exact',
      rule: `(hash mod ${input.reactions}) + 1`,
      ...(allowed === null ? { note: m.judge_nova_no_hash() } : {}),
    },
    findings: block === undefined ? [] : blockFindings(block, committed, seconds),
    improvements: [],
  };
}

function blockFindings(block: number, committed?: number, seconds?: number): Finding[] {
  const epoch = epochOf(block);
  const left = epoch.opens - block;
  const findings: Finding[] = [
    {
      name: m.judge_nova_epoch(),
      value: epoch.number,
      format: 'count',
      rule: `⌊${block} / ${EPOCH.blocks}⌋`,
      label: 'from the specification',
      children: [
        { name: m.judge_nova_epoch_start(), value: epoch.start, format: 'count' },
        { name: m.judge_nova_epoch_end(), value: epoch.end, format: 'count' },
        {
          name: m.judge_nova_opens(),
          value: epoch.opens,
          format: 'count',
          rule: m.judge_nova_opens_rule({ closed: EPOCH.closed }),
        },
      ],
    },
  ];
  if (committed !== undefined) {
    const counts = isInTime(committed, epoch.start, block);
    findings.push({
      name: m.judge_nova_in_time(),
      value: counts,
      state: counts ? 'pass' : 'fail',
      rule: `${epoch.start} < ${committed} < ${block} − ${EPOCH.closed}`,
      label: 'from the specification',
    });
  }
  if (seconds !== undefined) {
    const now = beaconRound(seconds);
    findings.push({
      name: m.judge_nova_lock_round(),
      value: left > 0 ? lockRound(now, left) : null,
      format: 'count',
      label: 'from the specification',
      rule: m.judge_nova_lock_rule({ now, left: Math.max(0, left) }),
      ...(left > 0 ? {} : { note: m.judge_nova_closed() }),
    });
  }
  return findings;
}
