import { randomInt } from '../../shared/rng.ts';
import type { MaterialLabel } from '../../protocol/primitives.ts';
import type { PoolItem } from '../../subnets/contract.ts';
import type { GroupRow, ItemRow, TaskRow } from '../store/tables.ts';
import { readNumber } from './meta.ts';
import type { Subnet, Turn } from './turn.ts';

// Making a task from the pool: consecutive items of the least used group, known answers between.

/** Least used first; then real before rendered, unknown before known. */
const GROUP_ORDER = `ORDER BY uses,
  CASE material WHEN 'operator' THEN 0 ELSE 1 END, labelled, cursor DESC, created_ms`;
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
  subnet: Subnet,
  items: number,
  openSlots: number,
): Promise<TaskRow | null> {
  const { manifest } = subnet;
  const group = await turn.sql.get('groups', `WHERE subnet = ? ${GROUP_ORDER}`, manifest.slug);
  if (!group) return null;
  const work = await nextItems(turn, group, items, manifest.unitItems[0]);
  const task = await makeTask(turn, subnet, {
    work,
    known: await leastUsedKnown(turn, subnet, work),
    material: group.material,
    groupId: group.group_id,
    openSlots,
  });
  if (task) await useGroup(turn, group, work.length);
  return task;
}

export interface TaskParts {
  readonly work: readonly ItemRow[];
  /** Items with truth to hide among them. */
  readonly known: readonly ItemRow[];
  readonly material: MaterialLabel;
  /** Whose items the work is: a group of the pool, or a job. */
  readonly groupId: string;
  readonly openSlots: number;
}

/** Composes and stores a task; null when the subnet cannot make one of these items. */
export async function makeTask(
  turn: Turn,
  { manifest, judge }: Subnet,
  { work, known, material, groupId, openSlots }: TaskParts,
): Promise<TaskRow | null> {
  const composition = judge.compose({
    work: work.map(toPoolItem),
    known: known.map(toPoolItem),
    models: await readModels(turn, manifest.slug),
    rng: turn.rng,
  });
  if (!composition) return null;
  const workIds = new Set(work.map((item) => item.item_id));
  const added = composition.itemIds.filter((id) => !workIds.has(id));
  for (const id of added) {
    await turn.sql.run('UPDATE items SET known_uses = known_uses + 1 WHERE item_id = ?', id);
  }
  const task: TaskRow = {
    task_id: turn.newId(),
    subnet: manifest.slug,
    material,
    input: JSON.stringify(composition.input),
    item_ids: JSON.stringify(composition.itemIds),
    items: composition.itemIds.length,
    known: added.length,
    group_id: groupId,
    open_slots: openSlots,
    created_ms: turn.now,
  };
  await turn.sql.insert('tasks', task);
  return task;
}

/** Pool item of each item of a task. */
export function itemIdsOf(task: TaskRow): string[] {
  return JSON.parse(task.item_ids) as string[]; // written by makeTask
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

/**
 * How many known answers to hide among items; none where the work's own truth is known.
 *
 * @returns the first item without truth, which they have to look like, with their number
 */
function knownWanted(turn: Turn, { manifest }: Subnet, work: readonly ItemRow[]) {
  const unknown = work.filter((item) => item.truth === null);
  const [like] = unknown;
  if (!like) return { like: null, wanted: 0 };
  const expected = unknown.length * manifest.verification.knownShare;
  const wanted = Math.floor(expected) + (turn.rng.next() < expected % 1 ? 1 : 0);
  return { like, wanted };
}

/** Known items of the pool to hide among work of the pool. */
async function leastUsedKnown(
  turn: Turn,
  subnet: Subnet,
  work: readonly ItemRow[],
): Promise<ItemRow[]> {
  const { like, wanted } = knownWanted(turn, subnet, work);
  if (!like || wanted === 0) return [];
  const choice = await turn.sql.all(
    'items',
    `WHERE subnet = ? AND truth IS NOT NULL AND material = ? AND meta = ?
     ORDER BY known_uses, item_id LIMIT ?`,
    like.subnet,
    like.material,
    like.meta,
    KNOWN_CHOICE * wanted,
  );
  return drawSome(turn, choice, wanted);
}

/**
 * Known items of a group that no unit has held yet: a customer's items come once, so a known one
 * that came twice would be known for what it is.
 */
export async function unusedKnown(
  turn: Turn,
  subnet: Subnet,
  work: readonly ItemRow[],
  groupId: string,
): Promise<ItemRow[]> {
  const { like, wanted } = knownWanted(turn, subnet, work);
  if (!like || wanted === 0) return [];
  const choice = await turn.sql.all(
    'items',
    'WHERE group_id = ? AND meta = ? AND known_uses = 0 ORDER BY item_id',
    groupId,
    like.meta,
  );
  return drawSome(turn, choice, wanted);
}

function drawSome({ rng }: Turn, choice: ItemRow[], wanted: number): ItemRow[] {
  const drawn: ItemRow[] = [];
  while (drawn.length < wanted && choice.length > 0) {
    drawn.push(...choice.splice(randomInt(rng, choice.length), 1));
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
  const truths: (unknown | null)[] = [];
  for (const id of itemIdsOf(task)) {
    const item = await turn.sql.get('items', 'WHERE item_id = ?', id);
    truths.push(item?.truth ? (JSON.parse(item.truth) as unknown) : null);
  }
  return truths;
}
