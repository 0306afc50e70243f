import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Store } from '@cairn/core/store';
import { exportThread } from '@cairn/core/time';
import { buildCommand, type Command } from '@stricli/core';
import { counted } from '../../printing/counted.ts';
import type { Context } from '../../context.ts';
import { reading, type DatabaseFlags } from '../../database/database.ts';
import { db, debug, textFlag } from '../../line/flags.ts';
import { interruptible } from '../../driving/interruptible.ts';
import { recordOf } from '../../database/thread-record.ts';

interface Flags extends DatabaseFlags {
  readonly out?: string;
  readonly debug?: boolean;
}

/** Writes a thread as lines of JSON. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Write a thread as lines of JSON',
    fullDescription:
      'Write a thread with all its checkpoints as lines of JSON, to stdout or to a file. "cairn thread import" reads them.',
  },
  parameters: {
    flags: { out: textFlag('The file to write', 'path'), db, debug },
    aliases: { o: 'out' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The thread', placeholder: 'thread' }] },
  },
  func(flags, id) {
    return reading(this, flags, async (store) => {
      await recordOf(store, id);
      if (flags.out === undefined) await writeOut(this, store, id);
      else await interruptible(this, (signal) => writeFile(this, store, id, { out: flags.out as string, signal }));
    });
  },
});

async function writeOut({ output }: Context, store: Store, id: string): Promise<void> {
  for await (const line of exportThread(store, id)) {
    output.line(line);
    await output.drained();
  }
}

/** The file is there when it is whole. */
async function writeFile(
  { output, folder }: Context,
  store: Store,
  id: string,
  { out, signal }: { readonly out: string; readonly signal: AbortSignal },
): Promise<void> {
  const path = resolve(folder, out);
  const partial = `${path}.partial`;
  let lines = 0;
  async function* text(): AsyncGenerator<string> {
    for await (const line of exportThread(store, id)) {
      lines += 1;
      if (lines % 1_000 === 0) output.progress(`${lines} lines`);
      yield `${line}\n`;
    }
  }
  try {
    await pipeline(Readable.from(text()), createWriteStream(partial), { signal });
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  output.note(`${out}: ${counted(lines, 'line')}.`);
}
