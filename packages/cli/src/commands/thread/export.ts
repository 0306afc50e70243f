import { counted } from '@cairn/core/store';
import type { Store } from '@cairn/core/store';
import { exportThread } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, json, textFlag } from '../../line/flags.ts';
import { interruptible } from '../../driving/interruptible.ts';
import { recordOf } from '../../database/thread-record.ts';
import { writeOut } from '../../printing/write-out.ts';

interface Flags extends DatabaseFlags {
  readonly out?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Writes a thread as lines of JSON. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Write a thread as lines of JSON',
    fullDescription:
      'Write a thread with all its checkpoints, and what side tables have of it, as lines of JSON, to stdout or to a file, which is there when it is whole. "cairn thread import" reads them.',
  },
  parameters: {
    flags: { out: textFlag('The file to write', 'path'), db, json, debug },
    aliases: { o: 'out' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The thread', placeholder: 'thread' }] },
  },
  func(flags, id) {
    return looking(this, flags, async (store) => {
      await recordOf(store, id);
      if (flags.out === undefined) await print(this, store, id);
      else await interruptible(this, (signal) => writeFile(this, store, id, { out: flags.out as string, signal }));
    });
  },
});

async function print({ output }: Context, store: Store, id: string): Promise<void> {
  for await (const line of exportThread(store, id)) {
    output.line(line);
    await output.drained();
  }
}

async function writeFile(
  { output, folder }: Context,
  store: Store,
  id: string,
  { out, signal }: { readonly out: string; readonly signal: AbortSignal },
): Promise<void> {
  let lines = 0;
  async function* text(): AsyncGenerator<string> {
    for await (const line of exportThread(store, id)) {
      lines += 1;
      if (lines % 1_000 === 0) output.progress(`${lines} lines`);
      yield `${line}\n`;
    }
  }
  await writeOut({ out, folder, output, signal }, text());
  output.note(`${out}: ${counted(lines, 'line')}.`);
}
