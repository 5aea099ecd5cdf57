import { randomInt } from '../../shared/rng.ts';
import type { PoolItem } from '../../subnets/contract.ts';
import type { GroupRow, ItemRow, TaskRow } from '../store/tables.ts';
import { readNumber } from './meta.ts';
import type { Subnet, Turn } from './turn.ts';

// Making a task from the pool: consecutive items of the least used group, known answers between.

/** Least used first; then what somebody asked for, real before rendered, unknown before known. */
const GROUP_ORDER = `ORDER BY uses,
  CASE material WHEN 'job' THEN 0 WHEN 'operator' THEN 1 ELSE 2 END, labelled, cursor DESC, created_ms`;
/** Known items are drawn from so many of the least used. */
const KNOWN_CHOICE = 12;

/**
 * Composes a task of about `items` items.
 *
 * @param openSlots leases it offers to others
 * @returns null when the pool cannot make one now
 */
export async function composeTask(
  turn: Turn,
  { manifest, judge }: Subnet,
  items: number,
  openSlots: number,
): Promise<TaskRow | null> {
  const group = await turn.sql.get('groups', `WHERE subnet = ? ${GROUP_ORDER}`, manifest.slug);
  if (!group) return null;
  const work = await nextItems(turn, group, items, manifest.unitItems[0]);
  const known = await drawKnown(turn, work, manifest.verification.knownShare);
  const composition = judge.compose({
    work: work.map(toPoolItem),
    known: known.map(toPoolItem),
    models: await readModels(turn, manifest.slug),
    rng: turn.rng,
  });
  if (!composition) return null;
  await useGroup(turn, group, work.length);
  const workIds = new Set(work.map((item) => item.item_id));
  const added = composition.itemIds.filter((id) => !workIds.has(id));
  for (const id of added) {
    await turn.sql.run('UPDATE items SET known_uses = known_uses + 1 WHERE item_id = ?', id);
  }
  const task: TaskRow = {
    task_id: turn.newId(),
    subnet: manifest.slug,
    material: group.material,
    input: JSON.stringify(composition.input),
    item_ids: JSON.stringify(composition.itemIds),
    items: composition.itemIds.length,
    known: added.length,
    group_id: group.group_id,
    open_slots: openSlots,
    created_ms: turn.now,
  };
  await turn.sql.insert('tasks', task);
  return task;
}

/** The group's next items; a rest too short for a unit of its own is taken along. */
async function nextItems(turn: Turn, group: GroupRow, wanted: number, least: number) {
  const left = group.items - group.cursor;
  const take = left - wanted < least ? left : wanted;
  return turn.sql.all(
    'items',
    'WHERE group_id = ? ORDER BY ordinal LIMIT ? OFFSET ?',
    group.group_id,
    Math.min(take, wanted + least),
    group.cursor,
  );
}

async function useGroup(turn: Turn, group: GroupRow, taken: number): Promise<void> {
  const cursor = group.cursor + taken;
  const isThrough = cursor >= group.items;
  await turn.sql.update(
    'groups',
    { cursor: isThrough ? 0 : cursor, uses: group.uses + (isThrough ? 1 : 0) },
    'group_id = ?',
    group.group_id,
  );
  if (group.seed_id) {
    const epoch = await readNumber(turn.sql, 'epoch', 1);
    await turn.sql.update('seeds', { epoch }, 'seed_id = ?', group.seed_id);
  }
}

/** Items with truth to hide among items without; none where the work's own truth is known. */
async function drawKnown(turn: Turn, work: readonly ItemRow[], share: number): Promise<ItemRow[]> {
  const unknown = work.filter((item) => item.truth === null);
  const [first] = unknown;
  if (!first) return [];
  const expected = unknown.length * share;
  const wanted = Math.floor(expected) + (turn.rng.next() < expected % 1 ? 1 : 0);
  if (wanted === 0) return [];
  const choice = await turn.sql.all(
    'items',
    `WHERE subnet = ? AND truth IS NOT NULL AND material = ? AND meta = ?
     ORDER BY known_uses, item_id LIMIT ?`,
    first.subnet,
    first.material,
    first.meta,
    KNOWN_CHOICE * wanted,
  );
  const drawn: ItemRow[] = [];
  while (drawn.length < wanted && choice.length > 0) {
    drawn.push(...choice.splice(randomInt(turn.rng, choice.length), 1));
  }
  return drawn;
}

function toPoolItem(row: ItemRow): PoolItem {
  return {
    itemId: row.item_id,
    groupId: row.group_id,
    ordinal: row.ordinal,
    material: row.material,
    blob: row.blob,
    bytes: row.bytes,
    hasTruth: row.truth !== null,
    meta: JSON.parse(row.meta) as PoolItem['meta'], // written by addPoolItems
  };
}

async function readModels(turn: Turn, subnet: string): Promise<Record<string, string>> {
  const rows = await turn.sql.all('models', 'WHERE subnet = ?', subnet);
  return Object.fromEntries(rows.map(({ name, sha256 }) => [name, sha256]));
}

/** Truth per item of a task, null where nobody knows it. */
export async function readTruths(turn: Turn, task: TaskRow): Promise<(unknown | null)[]> {
  const ids = JSON.parse(task.item_ids) as string[]; // written by composeTask
  const truths: (unknown | null)[] = [];
  for (const id of ids) {
    const item = await turn.sql.get('items', 'WHERE item_id = ?', id);
    truths.push(item?.truth ? (JSON.parse(item.truth) as unknown) : null);
  }
  return truths;
}
