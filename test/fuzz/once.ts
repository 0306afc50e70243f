import type { Row } from '@cairn/core';
import type { Calls } from './calls.ts';

/** What everything begins with that comes under an id, and is taken once for it. */
const onceOnly = 'once-only-';

/** How a thread is told something under an id. */
export interface Once {
  send(event: string, payload: object, options: { id: string; queue: boolean }): Promise<void>;
  edit(update: object, options: { id: string }): Promise<void>;
}

/** Tells a thread something under one of a few ids, always the same under the same; gives the id. */
export function tellOnce(on: Once, dice: number): readonly [string, Promise<void>] {
  const id = `${onceOnly}${dice % 6}`;
  if (isEdit(id)) return [id, on.edit({ log: [id] }, { id })];
  return [id, on.send('go', { n: 1, by: id }, { id, queue: isQueued(id) })];
}

function isEdit(id: string): boolean {
  return Number(id.at(-1)) % 3 === 0;
}

function isQueued(id: string): boolean {
  return Number(id.at(-1)) % 2 === 0 && !isEdit(id);
}

/** Whether a row says that something came under an id. */
export function isOnce({ cause, changes, note }: Row, id = onceOnly): boolean {
  return (cause === 'event' || cause === 'edit') && JSON.stringify([changes, note]).includes(`"${id}`);
}

/** What comes under one id is taken once, and for sure where somebody was told that it was. */
export function repeatedIn(calls: Calls, thread: string, all: readonly Row[], shared = 0): readonly string[] {
  const rows = all.filter(({ seq }) => seq > shared);
  const isCut = (all[0]?.seq ?? 1) > shared + 1;
  const once = calls.all.filter((call) => call.thread === thread && call.what.startsWith(onceOnly));
  return [...new Set(once.map(({ what }) => what))].flatMap((id) => {
    const found = rows.filter((row) => isOnce(row, id)).length;
    const least = calls.count(id, thread).least > 0 && !isQueued(id) && !isCut ? 1 : 0;
    return found <= 1 && found >= least ? [] : [`${thread} took ${id} ${found} times, and at least ${least} was said`];
  });
}
