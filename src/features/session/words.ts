import { formatCount } from '../../app/format.ts';
import { m } from '../../paraglide/messages.js';
import type { MaterialLabel, ScoreLabel, WorkLabel } from '../../protocol/primitives.ts';
import type { UnitInfo, UnitState } from '../../protocol/submission.ts';
import type { MinerPhase, Reason } from '../../miner/snapshot.ts';
import type { ErrorCode } from '../../shared/errors.ts';

// Codes in the reader's words. Every union is closed here: a new code fails to compile.

type Say = () => string;
type Word = { readonly text: string; readonly help: string };

/** Text and explanation of a work label. */
export function workWord(label: WorkLabel): Word {
  switch (label) {
    case 'network':
      return { text: m.shell_label_network(), help: m.shell_label_network_help() };
    case 'own run':
      return { text: m.shell_label_ownrun(), help: m.shell_label_ownrun_help() };
    case 'practice':
      return { text: m.shell_label_practice(), help: m.shell_label_practice_help() };
  }
}

/** Text and explanation of a score label. */
export function scoreWord(label: ScoreLabel): Word {
  switch (label) {
    case 'exact':
      return { text: m.shell_label_exact(), help: m.shell_label_exact_help() };
    case 'from the specification':
      return { text: m.shell_label_spec(), help: m.shell_label_spec_help() };
    case 'proxy':
      return { text: m.shell_label_proxy(), help: m.shell_label_proxy_help() };
  }
}

/** Text and explanation of where material comes from. */
export function materialWord(label: MaterialLabel): Word {
  switch (label) {
    case 'operator':
      return { text: m.shell_label_operator(), help: m.shell_label_operator_help() };
    case 'rendered':
      return { text: m.shell_label_rendered(), help: m.shell_label_rendered_help() };
    case 'job':
      return { text: m.shell_label_job(), help: m.shell_label_job_help() };
  }
}

/** That customers' work is done before all other; what is done where there is none. */
export function jobsFirstSentence(jobs: number): string {
  return jobs > 0 ? m.jobs_first({ count: jobs, text: formatCount(jobs) }) : m.jobs_first_none();
}

/** Text and explanation of the demo label. */
export function demoWord(): Word {
  return { text: m.shell_label_demo(), help: m.shell_label_demo_help() };
}

const STATES: Record<UnitState, Say> = {
  leased: m.mine_state_leased,
  submitted: m.mine_state_submitted,
  verifying: m.mine_state_verifying,
  accepted: m.mine_state_accepted,
  rejected: m.mine_state_rejected,
  late: m.mine_state_late,
  expired: m.mine_state_expired,
  settled: m.mine_state_settled,
};

/** A sentence in the reader's language, or in the coordinator's, which speaks English. */
interface Sentence {
  readonly text: string;
  readonly lang: 'en' | undefined;
}

/** Why a unit is where it is: the verdict's own words, and the reader's for what has none. */
export function fateOf({ state, verdict, reason }: UnitInfo): Sentence {
  if (verdict) return { text: verdict.reason, lang: 'en' };
  switch (state) {
    case 'leased':
      return { text: m.mine_fate_leased(), lang: undefined };
    case 'submitted':
    case 'verifying':
      return { text: m.mine_fate_waiting(), lang: undefined };
    case 'late':
      return { text: m.mine_fate_late(), lang: undefined };
    case 'expired':
      return { text: m.mine_fate_expired(), lang: undefined };
    case 'accepted':
    case 'rejected':
    case 'settled':
      return { text: reason, lang: 'en' };
  }
}

export function unitStateWord(state: UnitState): string {
  return STATES[state]();
}

const PHASES: Record<MinerPhase, Say> = {
  idle: m.shell_status_idle,
  preparing: m.shell_status_preparing,
  running: m.shell_status_running,
  paused: m.shell_status_paused,
  finishing: m.shell_status_finishing,
  stopped: m.shell_status_stopped,
  failed: m.shell_status_failed,
};

export function phaseWord(phase: MinerPhase): string {
  return PHASES[phase]();
}

/** The one sentence that says what is happening, or why nothing is. */
export function reasonSentence({ code, values }: Reason): string {
  const message = String(values['message'] ?? '');
  const seconds = values['seconds'] ?? 0;
  switch (code) {
    case 'idle':
      return m.reason_idle();
    case 'loading-model':
      return m.reason_loading_model();
    case 'probing':
      return m.reason_probing();
    case 'claiming':
      return m.reason_claiming();
    case 'no-work':
      return m.reason_no_work({ seconds });
    case 'working':
      return m.reason_working();
    case 'submitting':
      return m.reason_submitting();
    case 'paused-by-you':
      return m.reason_paused_by_you();
    case 'paused-battery':
      return m.reason_paused_battery();
    case 'paused-hidden':
      return m.reason_paused_hidden();
    case 'paused-saver':
      return m.reason_paused_saver();
    case 'other-tab':
      return m.reason_other_tab();
    case 'offline':
      return m.reason_offline();
    case 'coordinator-down':
      return m.reason_coordinator_down({ seconds });
    case 'finishing':
      return m.reason_finishing();
    case 'stopped-by-you':
      return m.reason_stopped_by_you();
    case 'banned':
      return m.reason_banned({ message });
    case 'old-version':
      return m.reason_old_version();
    case 'worker-blocked':
      return m.reason_worker_blocked();
    case 'worker-restarting':
      return m.reason_worker_restarting({ seconds });
    case 'gpu-lost':
      return m.reason_gpu_lost();
    case 'failed':
      return m.reason_failed({ message });
  }
}

const ERRORS: Record<ErrorCode, Say> = {
  'account.unknown': m.error_account_unknown,
  'blob.hash-mismatch': m.error_blob_hash_mismatch,
  'blob.missing': m.error_blob_missing,
  'blob.too-large': m.error_blob_too_large,
  'chain.cannot-fill': m.error_chain_cannot_fill,
  'chain.rejected': m.error_chain_rejected,
  'chain.unavailable': m.error_chain_unavailable,
  'claim.none-open': m.error_claim_none_open,
  'config.invalid': m.error_config_invalid,
  'device.banned': m.error_device_banned,
  'device.unknown': m.error_device_unknown,
  'device.unsupported': m.error_device_unsupported,
  'gpu.kernel-failed': m.error_gpu_kernel_failed,
  'gpu.lost': m.error_gpu_lost,
  'gpu.out-of-memory': m.error_gpu_out_of_memory,
  'gpu.unavailable': m.error_gpu_unavailable,
  'grant.chain': m.error_grant_chain,
  'grant.coordinator': m.error_grant_coordinator,
  'grant.device': m.error_grant_device,
  'grant.domain': m.error_grant_domain,
  'grant.expired': m.error_grant_expired,
  'grant.key-type': m.error_grant_key_type,
  'grant.lifetime': m.error_grant_lifetime,
  'grant.malformed': m.error_grant_malformed,
  'grant.nonce': m.error_grant_nonce,
  'grant.revoked': m.error_grant_revoked,
  'grant.signature': m.error_grant_signature,
  'input.malformed': m.error_input_malformed,
  internal: m.error_internal,
  'job.byte-limit': m.error_job_byte_limit,
  'job.incomplete': m.error_job_incomplete,
  'job.item-limit': m.error_job_item_limit,
  'job.item-unknown': m.error_job_item_unknown,
  'job.limit': m.error_job_limit,
  'job.state': m.error_job_state,
  'job.unknown': m.error_job_unknown,
  'job.unsupported': m.error_job_unsupported,
  'lease.consumed': m.error_lease_consumed,
  'lease.expired': m.error_lease_expired,
  'lease.unknown': m.error_lease_unknown,
  'limit.quota': m.error_limit_quota,
  'limit.rate': m.error_limit_rate,
  'limit.size': m.error_limit_size,
  'media.unsupported': m.error_media_unsupported,
  'model.unavailable': m.error_model_unavailable,
  'model.unusable': m.error_model_unusable,
  'net.offline': m.error_net_offline,
  'net.timeout': m.error_net_timeout,
  'not-found': m.error_not_found,
  'protocol.version': m.error_protocol_version,
  'request.clock': m.error_request_clock,
  'request.replayed': m.error_request_replayed,
  'request.signature': m.error_request_signature,
  'request.unsigned': m.error_request_unsigned,
  'storage.unavailable': m.error_storage_unavailable,
  'store.unavailable': m.error_store_unavailable,
  'submission.id-mismatch': m.error_submission_id_mismatch,
  'submission.malformed': m.error_submission_malformed,
  'wallet.no-accounts': m.error_wallet_no_accounts,
  'wallet.rejected': m.error_wallet_rejected,
  'wallet.silent': m.error_wallet_silent,
  'wallet.unavailable': m.error_wallet_unavailable,
  'worker.blocked': m.error_worker_blocked,
  'worker.cancelled': m.error_worker_cancelled,
  'worker.crashed': m.error_worker_crashed,
};

/** What happened and what to do, for a person. */
export function errorSentence(code: ErrorCode): string {
  return ERRORS[code]();
}
