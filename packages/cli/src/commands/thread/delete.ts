import { counted, isAlive, isDamage, type ThreadRecord } from '@cairn/core/store';
import type { SqliteStore } from '@cairn/sqlite';
import { processText } from '../../thread/driver-text.ts';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import { writing, type DatabaseFlags } from '../../database/database.ts';
import { CommandError, exitCode } from '../../exit-code.ts';
import { db, debug, json, switchFlag } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import { recordOf } from '../../database/thread-record.ts';
import { isOver } from '../../thread/is-over.ts';

interface Flags extends DatabaseFlags {
  readonly force?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Deletes threads. */
export const command: Command<Context> = buildCommand<Flags, string[], Context>({
  docs: {
    brief: 'Delete threads',
    fullDescription:
      'Delete threads that are over, with all their checkpoints and what side tables have of them. Forks of them keep what they share. With --force those too that may still go on, or of which something is damaged.',
  },
  parameters: {
    flags: { force: switchFlag('Those too that may still go on, or are damaged'), db, json, debug },
    positional: { kind: 'array', minimum: 1, parameter: { parse: String, brief: 'A thread', placeholder: 'thread' } },
  },
  func(flags, ...ids) {
    return writing(this, flags, async (store) => {
      const all = [...new Set(ids)];
      for (const id of all) await mayGo(store, id, flags.force === true);
      for (const id of all) await remove(store, id);
      if (flags.json) this.output.line(jsonBlock({ deleted: all }));
      else this.output.line(`Deleted ${counted(all.length, 'thread')}.`);
    });
  },
});

/** A problem where a thread may still go on, unless that is meant, or where somebody drives it. */
async function mayGo(store: SqliteStore, id: string, force: boolean): Promise<void> {
  const record = await recordOf(store, id).catch((error: unknown) => {
    if (!isDamage(error)) throw error;
    if (force) return undefined;
    const text = `Nothing can be told of thread "${id}", whose record is damaged. Delete it with --force if that is meant.`;
    throw new CommandError(text, exitCode.problem, { cause: error });
  });
  if (record !== undefined && !force) mustBeOver(record);
  const owner = store.ownerOf(id);
  if (owner !== undefined && isAlive(owner, Date.now())) throw isDriven(id, processText(owner));
}

function mustBeOver({ id, status }: ThreadRecord): void {
  if (isOver(status)) return;
  const way = status === 'failed' ? 'could be resumed' : 'may still go on';
  throw new CommandError(
    `Thread "${id}" is ${status} and ${way}. Delete it with --force if that is meant.`,
    exitCode.conflict,
  );
}

/** Takes a thread for the moment in which it goes, so that nobody takes it up meanwhile; one that is damaged nobody can take up. */
async function remove(store: SqliteStore, id: string): Promise<void> {
  try {
    if ((await store.claim(id, crypto.randomUUID(), Date.now())) === 'busy') throw isDriven(id, 'another process');
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  await store.remove([id]);
}

function isDriven(id: string, by: string): CommandError {
  return new CommandError(`Thread "${id}" is driven by ${by}. Cancel it first.`, exitCode.conflict);
}
