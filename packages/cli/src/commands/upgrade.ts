import { isProblem } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { existing, type DatabaseFlags } from '../database/database.ts';
import { db, debug, json, switchFlag } from '../line/flags.ts';
import { jsonBlock } from '../printing/json-text.ts';

interface Flags extends DatabaseFlags {
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Brings a database of an older Cairn up to date. */
export const command: Command<Context> = buildCommand<Flags, [], Context>({
  docs: {
    brief: 'Bring a database of an older Cairn up to date',
    fullDescription:
      'Bring a database that an older Cairn wrote to the format of this one, in one transaction. The older Cairn cannot open it then: stop what uses it, and make a backup first.',
  },
  parameters: { flags: { dryRun: switchFlag('Say whether it is older, and change nothing'), db, json, debug } },
  async func(flags) {
    const path = existing(this, flags);
    const older = await olderThan(path);
    const isDone = older !== undefined && flags.dryRun !== true;
    if (isDone) await sqlite(path).close();
    if (flags.json) {
      this.output.line(jsonBlock({ path, upgraded: isDone, ...(older !== undefined && older) }));
      return;
    }
    const said =
      older === undefined
        ? 'is up to date.'
        : `${isDone ? 'was brought' : 'would be brought'} from format ${older.from} to ${older.to}.`;
    this.output.line(`${path} ${said}`);
  },
});

/** The format of a database and today's, where it is older. */
async function olderThan(path: string): Promise<{ readonly from: number; readonly to: number } | undefined> {
  try {
    await sqlite(path, { readOnly: true }).close();
    return undefined;
  } catch (error) {
    if (!isProblem(error, 'store/older')) throw error;
    return { from: error.facts.found, to: error.facts.known };
  }
}
