// The tables, in SQL that SQLite and PostgreSQL share. Add a migration at the end; never edit one
// that has shipped.

export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE devices (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, demo INTEGER NOT NULL, standing TEXT NOT NULL,
  registered_ms BIGINT NOT NULL, seq_top BIGINT NOT NULL, seq_window TEXT NOT NULL,
  streak INTEGER NOT NULL, strikes INTEGER NOT NULL,
  accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, late INTEGER NOT NULL,
  balance BIGINT NOT NULL, escrow BIGINT NOT NULL,
  votes DOUBLE PRECISION NOT NULL, votes_ms BIGINT NOT NULL, reason TEXT);

CREATE TABLE groups (
  group_id TEXT PRIMARY KEY, subnet TEXT NOT NULL, material TEXT NOT NULL,
  labelled INTEGER NOT NULL, items INTEGER NOT NULL, cursor INTEGER NOT NULL,
  uses INTEGER NOT NULL, seed_id TEXT, created_ms BIGINT NOT NULL);
CREATE INDEX groups_next ON groups (subnet, uses, material, labelled);

CREATE TABLE items (
  item_id TEXT PRIMARY KEY, subnet TEXT NOT NULL, group_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL, material TEXT NOT NULL, blob TEXT NOT NULL, bytes INTEGER NOT NULL,
  meta TEXT NOT NULL, truth TEXT, known_uses INTEGER NOT NULL);
CREATE INDEX items_group ON items (group_id, ordinal);
CREATE INDEX items_known ON items (subnet, known_uses) WHERE truth IS NOT NULL;

CREATE TABLE tasks (
  task_id TEXT PRIMARY KEY, subnet TEXT NOT NULL, material TEXT NOT NULL, input TEXT NOT NULL,
  item_ids TEXT NOT NULL, items INTEGER NOT NULL, known INTEGER NOT NULL,
  group_id TEXT NOT NULL, open_slots INTEGER NOT NULL, created_ms BIGINT NOT NULL);
CREATE INDEX tasks_open ON tasks (subnet, created_ms) WHERE open_slots > 0;

CREATE TABLE leases (
  lease_id TEXT PRIMARY KEY, task_id TEXT NOT NULL, subnet TEXT NOT NULL, material TEXT NOT NULL,
  device_key TEXT NOT NULL, token TEXT NOT NULL, state TEXT NOT NULL, items INTEGER NOT NULL,
  backend TEXT NOT NULL, device_class TEXT NOT NULL, ttl_ms BIGINT NOT NULL,
  claimed_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL, submitted_ms BIGINT, decided_ms BIGINT,
  submission_id TEXT UNIQUE, result_hash TEXT, result TEXT, answer TEXT, signed TEXT,
  verify_ms BIGINT, locked_ms BIGINT NOT NULL, attempts INTEGER NOT NULL, recompute TEXT,
  second_vote INTEGER NOT NULL, peer_lease TEXT, verdict TEXT, score DOUBLE PRECISION,
  work BIGINT NOT NULL, credit BIGINT, epoch BIGINT);
CREATE INDEX leases_device ON leases (device_key, claimed_ms);
CREATE INDEX leases_task ON leases (task_id);
CREATE INDEX leases_recent ON leases (claimed_ms);
CREATE INDEX leases_live ON leases (expires_ms) WHERE state = 'leased';
CREATE INDEX leases_verify ON leases (verify_ms) WHERE state = 'verifying';
CREATE INDEX leases_unsettled ON leases (epoch) WHERE state = 'accepted';

CREATE TABLE ledger (
  seq BIGINT PRIMARY KEY, posting BIGINT NOT NULL, asset TEXT NOT NULL, account TEXT NOT NULL,
  amount BIGINT NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL, epoch BIGINT NOT NULL,
  at_ms BIGINT NOT NULL, hash TEXT NOT NULL);

CREATE TABLE receipts (submission_id TEXT PRIMARY KEY, receipt TEXT NOT NULL);

CREATE TABLE events (
  seq BIGINT PRIMARY KEY, at_ms BIGINT NOT NULL, device_key TEXT, event TEXT NOT NULL);

CREATE TABLE seeds (
  seed_id TEXT PRIMARY KEY, seed TEXT NOT NULL, commitment TEXT NOT NULL, epoch BIGINT,
  revealed INTEGER NOT NULL, created_ms BIGINT NOT NULL);

CREATE TABLE models (
  subnet TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (subnet, name));

CREATE TABLE timings (
  subnet TEXT NOT NULL, device_class TEXT NOT NULL, samples TEXT NOT NULL,
  PRIMARY KEY (subnet, device_class));

CREATE TABLE buckets (
  subnet TEXT NOT NULL, device_key TEXT NOT NULL, bucket BIGINT NOT NULL,
  accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, items INTEGER NOT NULL,
  quality_items DOUBLE PRECISION NOT NULL, work_credit BIGINT NOT NULL,
  arena_credit BIGINT NOT NULL, last_ms BIGINT NOT NULL,
  PRIMARY KEY (bucket, subnet, device_key));
`,
  `
CREATE TABLE nonces (
  nonce TEXT PRIMARY KEY, device_key TEXT NOT NULL, issued_ms BIGINT NOT NULL);
CREATE INDEX nonces_device ON nonces (device_key, issued_ms);

CREATE TABLE grants (
  grant_id TEXT PRIMARY KEY, account TEXT NOT NULL, address TEXT NOT NULL, key_type TEXT NOT NULL,
  device_key TEXT NOT NULL, text TEXT NOT NULL UNIQUE, signature TEXT NOT NULL,
  issued_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL, revoked_ms BIGINT, replaced_ms BIGINT,
  accepted INTEGER NOT NULL, created_ms BIGINT NOT NULL);
CREATE INDEX grants_device ON grants (device_key, created_ms);
CREATE INDEX grants_account ON grants (account, created_ms);

CREATE TABLE accounts (
  account TEXT PRIMARY KEY, balance BIGINT NOT NULL, adopted BIGINT NOT NULL);

CREATE TABLE escrows (
  device_key TEXT NOT NULL, account TEXT NOT NULL, amount BIGINT NOT NULL,
  adopted BIGINT NOT NULL, PRIMARY KEY (device_key, account));
CREATE INDEX escrows_account ON escrows (account);

CREATE TABLE countersignatures (
  account TEXT NOT NULL, epoch BIGINT NOT NULL, text TEXT NOT NULL, signature TEXT NOT NULL,
  key_type TEXT NOT NULL, created_ms BIGINT NOT NULL, PRIMARY KEY (account, epoch));

ALTER TABLE leases ADD COLUMN grant_id TEXT;
CREATE INDEX leases_granted ON leases (epoch, grant_id) WHERE grant_id IS NOT NULL;
`,
  `
CREATE TABLE jobs (
  job_id TEXT PRIMARY KEY, device_key TEXT NOT NULL, subnet TEXT NOT NULL, title TEXT NOT NULL,
  options TEXT NOT NULL, fps DOUBLE PRECISION, state TEXT NOT NULL, reason TEXT,
  round INTEGER NOT NULL, items INTEGER NOT NULL, bytes BIGINT NOT NULL,
  quality DOUBLE PRECISION, recomputed INTEGER NOT NULL, created_ms BIGINT NOT NULL,
  started_ms BIGINT, finished_ms BIGINT, round_ms BIGINT, served_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL, deleted_ms BIGINT);
CREATE INDEX jobs_device ON jobs (device_key, created_ms);
CREATE INDEX jobs_state ON jobs (state, served_ms);
CREATE INDEX jobs_expiry ON jobs (expires_ms);

CREATE TABLE job_items (
  job_id TEXT NOT NULL, ordinal INTEGER NOT NULL, name TEXT, upload TEXT NOT NULL,
  bytes INTEGER NOT NULL, received INTEGER NOT NULL, item_id TEXT, facts TEXT, task_id TEXT,
  done INTEGER NOT NULL, agreement DOUBLE PRECISION, doubt TEXT,
  PRIMARY KEY (job_id, ordinal));
CREATE INDEX job_items_open ON job_items (job_id, ordinal) WHERE task_id IS NULL AND done = 0;
CREATE INDEX job_items_task ON job_items (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX job_items_upload ON job_items (upload);

CREATE TABLE job_seen (
  job_id TEXT NOT NULL, ordinal INTEGER NOT NULL, device_key TEXT NOT NULL, task_id TEXT NOT NULL,
  PRIMARY KEY (job_id, ordinal, device_key, task_id));

CREATE TABLE job_files (
  job_id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, blob TEXT NOT NULL,
  bytes BIGINT NOT NULL, PRIMARY KEY (job_id, name));
CREATE INDEX job_files_blob ON job_files (blob);

CREATE TABLE doomed (blob TEXT PRIMARY KEY);

CREATE INDEX items_blob ON items (blob);
CREATE INDEX tasks_job ON tasks (group_id) WHERE material = 'job';
ALTER TABLE leases ADD COLUMN tab_ms BIGINT;
`,
  `
ALTER TABLE leases ADD COLUMN contests TEXT;
`,
];
