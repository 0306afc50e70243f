import { lstatSync, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isProblem } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { existing, reading, type DatabaseFlags } from '../database/database.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { db, debug, json } from '../line/flags.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { bytesText } from '../printing/time-text.ts';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Copies a database that is in use. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Copy a database that is in use',
    fullDescription:
      'Copy a database to a new file while it is in use. The file is there when it is whole; none is replaced.',
  },
  parameters: {
    flags: { db, json, debug },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The new file', placeholder: 'path' }] },
  },
  async func(flags, path) {
    const target = resolve(this.folder, path);
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined)
      throw new CommandError(`"${path}" exists, and a backup replaces nothing.`, exitCode.conflict);
    const stop = (): never => {
      rmSync(`${target}.partial`, { force: true });
      return this.ending.now(exitCode.interrupted);
    };
    process.once('SIGINT', stop);
    try {
      await reading(this, flags, (store) => store.backup(target)).catch(async (error: unknown) => {
        if (!isProblem(error, 'store/older')) throw error;
        await copyOlder(existing(this, flags), target);
      });
    } finally {
      process.removeListener('SIGINT', stop);
    }
    const { size: bytes } = statSync(target);
    if (flags.json) this.output.line(jsonBlock({ path, bytes }));
    else this.output.line(`${path}  ${bytesText(bytes)}`);
  },
});

/** A database of an older format is copied as it is: before `cairn upgrade` is when a copy is wanted most. */
async function copyOlder(path: string, target: string): Promise<void> {
  const { default: Sqlite } = await import('better-sqlite3');
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  const partial = `${target}.partial`;
  try {
    await database.backup(partial);
    renameSync(partial, target);
  } finally {
    database.close();
    rmSync(partial, { force: true });
  }
}
