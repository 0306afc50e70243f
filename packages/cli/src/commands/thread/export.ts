import { counted } from '@cairn/core/store';
import type { Store } from '@cairn/core/store';
import { exportThread } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, json, switchFlag, textFlag } from '../../line/flags.ts';
import { notBoth } from '../../line/not-both.ts';
import { interruptible } from '../../driving/interruptible.ts';
import { recordOf } from '../../database/thread-record.ts';
import { writeOut } from '../../printing/write-out.ts';

interface Flags extends DatabaseFlags {
  readonly html?: boolean;
  readonly out?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Writes a thread as lines of JSON, or as a page. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Write a thread as lines of JSON, or as one HTML file',
    fullDescription:
      'Write a thread with all its checkpoints, and what side tables have of it, as lines of JSON, to stdout or to a file, which is there when it is whole. "cairn thread import" reads them. With --html it is one page to send, which any browser opens offline and without a server; a thread that was exported before can be named by its file, thread.jsonl.',
  },
  parameters: {
    flags: {
      html: switchFlag('Write one HTML file that shows the thread as Studio does'),
      out: textFlag('The file to write', 'path'),
      db,
      json,
      debug,
    },
    aliases: { o: 'out' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The thread', placeholder: 'thread' }] },
  },
  async func(flags, id) {
    notBoth(flags, 'json', 'html');
    if (flags.html === true) {
      const { exportHtml } = await import('./thread-html.ts');
      return exportHtml(this, flags, id);
    }
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
