import {
  isAsKnown,
  mayTake,
  type Found,
  type Store,
  type StoredState,
  type Take,
  type ThreadRecord,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { asOfOneMoment, atOnce } from '../file/at-once.ts';
import { bornOf } from '../file/process-life.ts';
import { readState } from './checkpoints.ts';
import { unreadOf } from './messages.ts';
import type { OwnedRow, Statements } from './statements.ts';
import { soundRecord } from './threads.ts';

/** The part of a store that says who drives what: heartbeats of owners, and threads claimed, taken and let go of under a fence. */
export function claims(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Store, 'heartbeat' | 'retire' | 'claim' | 'take'> {
  const met = new Set<string>();
  const retire = atOnce(db, (owner: string) => {
    statements.letGo.run(owner);
    statements.forgetOwner.run(owner);
  });
  /** Reads a thread before the transaction that takes it, so that others can write while a large state is read. */
  const ahead = asOfOneMoment(db, (thread: string, take: Take): Ahead | Left | undefined => {
    const row = statements.owned.get({ id: thread, now: take.now });
    if (row === undefined) return undefined;
    const record = soundRecord(store, row);
    if (!mayTake(take, record, row.alive === 1)) return { isTaken: false, record };
    return { row, state: isAsKnown(take, row) ? undefined : readState({ store, thread }, statements, row) };
  });
  const takeNow = atOnce(db, (thread: string, take: Take, before: Ahead): Found | undefined => {
    const row = statements.owned.get({ id: thread, now: take.now });
    if (row === undefined) return undefined;
    const record = own(store, statements, row, take);
    if (record === undefined) return { isTaken: false, record: soundRecord(store, row) };
    const known = isAsKnown(take, row) ? take.known : undefined;
    const read = isSame(row, before.row) ? before.state : undefined;
    const state = known === undefined ? (read ?? readState({ store, thread }, statements, row)) : undefined;
    const messages = unreadOf(store, statements, thread, known?.seen ?? 0);
    const shown = statements.shown.get(thread) ?? 0;
    return { isTaken: true, from: row.owner, record, state, messages, shown };
  });
  return {
    heartbeat({ id, pid, host }, lease, now) {
      // Once for each new owner: drops owners whose process is gone, which count as dead with or without a row.
      if (!met.has(id)) statements.forgetGone.run();
      met.add(id);
      statements.beat.run({ id, until: now + lease, pid, host, born: bornOf(pid, host) });
    },
    retire,
    claim: atOnce(db, (thread: string, owner: string, now: number, force = false) => {
      const row = statements.owned.get({ id: thread, now });
      return row && (own(store, statements, row, { owner, now, force }) ?? 'busy');
    }),
    take(thread, take) {
      const before = ahead(thread, take);
      return before === undefined || 'isTaken' in before ? before : takeNow(thread, take, before);
    },
  };
}

type Left = Extract<Found, { isTaken: false }>;

/** A thread before it is taken, with its state where that is to be given. */
interface Ahead {
  readonly row: OwnedRow;
  readonly state: StoredState | undefined;
}

/** Whether nothing was written to a thread since, so that its state is what it was. */
function isSame({ number, fence, head, floor }: OwnedRow, before: OwnedRow): boolean {
  return number === before.number && fence === before.fence && head === before.head && floor === before.floor;
}

/** Makes the one who asks the owner, with a new fence, and counts a takeover where the owner before died; undefined where it may not be taken. Throws where the record is damaged. */
function own(store: string, statements: Statements, row: OwnedRow, take: Take): ThreadRecord | undefined {
  const isAlive = row.alive === 1;
  const record = soundRecord(store, row);
  if (!mayTake(take, record, isAlive)) return undefined;
  const { owner } = take;
  const died = record.owner === null || isAlive ? 0 : 1;
  statements.own.run({ number: row.number, owner, died });
  return { ...record, owner, fence: record.fence + 1, takeovers: record.takeovers + died };
}
