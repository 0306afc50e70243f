import { lstatSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isProblem } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { existing, reading, type DatabaseFlags } from '../database/database.ts';
import { interruptible } from '../driving/interruptible.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { db, debug, json } from '../line/flags.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { bytesText } from '@cairn/drawing/words';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Copies a database that is in use. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Copy a database that is in use',
    fullDescription:
      'Copy a database to a new file while it is in use, and look for damage in the copy. The file is there when it is whole; none is replaced. A copy of what is damaged is kept, and the damage is a problem.',
  },
  parameters: {
    flags: { db, json, debug },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The new file', placeholder: 'path' }] },
  },
  async func(flags, path) {
    const target = resolve(this.folder, path);
    mustBeFree(target, path);
    const { backup } = await import('@cairn/sqlite');
    const isThrough = await interruptible(this, (signal) =>
      backup(existing(this, flags), target, { signal }).catch((error: unknown) => {
        // Another one to the same name was faster.
        if (isProblem(error, 'store/cannot-open')) mustBeFree(target, path);
        throw error;
      }),
    );
    if (!isThrough) return;
    const { size: bytes } = statSync(target);
    const damage = await damageOf(this, target);
    if (flags.json) this.output.line(jsonBlock({ path, bytes, damage }));
    else this.output.line(`${path}  ${bytesText(bytes)}`);
    if (damage.length === 0) return;
    this.exitCode = exitCode.problem;
    for (const found of damage) this.output.note(`${this.output.paint('red', '✗')} ${found}`);
    this.output.note(`"${path}" is a copy of a database that is damaged. Keep the backups that were made before.`);
  },
});

function mustBeFree(target: string, path: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }) === undefined) return;
  throw new CommandError(`"${path}" exists, and a backup replaces nothing.`, exitCode.conflict);
}

/** What is wrong with a copy: it is as damaged as what was copied. */
async function damageOf(context: Context, path: string): Promise<readonly string[]> {
  try {
    return await reading(context, { db: path }, (store) => Promise.resolve(store.integrity()));
  } catch (error) {
    if (isProblem(error, 'store/older')) return damageOfOlder(path);
    if (isProblem(error, 'store/corrupt')) return [error.message];
    throw error;
  } finally {
    // Whoever looks without writing leaves an empty log; a log with something in it is somebody else's by now.
    if (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size === 0) {
      for (const beside of ['-wal', '-shm']) rmSync(`${path}${beside}`, { force: true });
    }
  }
}

/** An older format has no sums: its structure is looked at. */
async function damageOfOlder(path: string): Promise<readonly string[]> {
  const { default: Sqlite } = await import('better-sqlite3');
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    const found = database.prepare<[], string>('PRAGMA integrity_check').pluck().all();
    return found.filter((line) => line !== 'ok');
  } finally {
    database.close();
  }
}
