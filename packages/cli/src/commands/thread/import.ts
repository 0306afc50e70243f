import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Store } from '@cairn/core/store';
import { importThread } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import { writingOrMakingLate, type DatabaseFlags } from '../../database/database.ts';
import { fileNamed } from '../../line/file-named.ts';
import { db, debug, json, textFlag } from '../../line/flags.ts';
import { interruptible } from '../../driving/interruptible.ts';
import { jsonBlock } from '../../printing/json-text.ts';

interface Flags extends DatabaseFlags {
  readonly id?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Brings an exported thread in. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Bring an exported thread in',
    fullDescription:
      'Bring a thread that "cairn thread export" wrote into a database, as it was. All of it is read before anything is written.',
  },
  parameters: {
    flags: { id: textFlag('Its new id; the one it had by default', 'id'), db, json, debug },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'The file, - for stdin', placeholder: 'file|-' }],
    },
  },
  async func(flags, file) {
    const input = file === '-' ? process.stdin : createReadStream(fileNamed(this, file));
    await writingOrMakingLate(this, flags, async (store) => {
      const lines = createInterface({ input, crlfDelay: Infinity });
      await interruptible(this, async (signal) => {
        const thread = await importThread(
          stoppable(store, signal),
          lines,
          flags.id === undefined ? {} : { id: flags.id },
        );
        this.output.line(flags.json ? jsonBlock({ thread }) : thread);
      });
    });
  },
});

/** A store that writes no more once a signal aborts; an import that cannot go on takes back what it wrote. */
function stoppable(store: Store, signal: AbortSignal): Store {
  return {
    ...store,
    async commit(commit) {
      await new Promise((next) => setImmediate(next));
      signal.throwIfAborted();
      return store.commit(commit);
    },
  };
}
