import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { exportThread } from '@cairn/core/inspect';
import { counted } from '@cairn/core/store';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { recordOf } from '../../database/thread-record.ts';
import { interruptible } from '../../driving/interruptible.ts';
import { usageError } from '../../exit-code.ts';
import { installed } from '../../installed.ts';
import { fileNamed } from '../../line/file-named.ts';
import { writeOut } from '../../printing/write-out.ts';

/** What is said of the thread that is written. */
interface Flags extends DatabaseFlags {
  readonly out?: string;
}

type Lines = AsyncIterable<string> | Iterable<string>;

/** Writes a thread of the database, or one that was exported before, as one HTML file. */
export async function exportHtml(context: Context, flags: Flags, name: string): Promise<void> {
  if (flags.out === undefined && context.output.isTerminal)
    throw usageError(
      'A page is for a browser, and no text for a terminal. Name a file to write it to: --out thread.html',
    );
  const path = exportedBefore(context, flags, name);
  if (path !== undefined) {
    const lines = await wholeExport(path);
    return write(context, lines, { out: flags.out, at: statSync(path).mtimeMs });
  }
  return looking(context, flags, async (store) => {
    await recordOf(store, name);
    await write(context, exportThread(store, name), { out: flags.out, at: Date.now() });
  });
}

/** The path of an exported thread, where a file is named and no database is. */
function exportedBefore(context: Context, { db }: Flags, name: string): string | undefined {
  if (db !== undefined || !name.endsWith('.jsonl')) return undefined;
  const facts = statSync(resolve(context.folder, name), { throwIfNoEntry: false });
  return facts?.isFile() === true ? fileNamed(context, name) : undefined;
}

/** The lines of an exported thread, once it is known that they are whole. */
async function wholeExport(path: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) lines.push(line);
  const [{ memory }, { importThread }] = await Promise.all([import('@cairn/core'), import('@cairn/core/inspect')]);
  await importThread(memory(), lines);
  return lines;
}

interface Written {
  readonly out: string | undefined;
  /** When the thread was so, in milliseconds since 1970. */
  readonly at: number;
}

async function write(context: Context, lines: Lines, { out, at }: Written): Promise<void> {
  const { output, folder } = context;
  const { threadFile } = await installed('@cairn/studio', import('@cairn/studio/file'));
  if (out === undefined) {
    for await (const part of threadFile(lines, { at })) {
      output.text(part);
      await output.drained();
    }
    return;
  }
  await interruptible(context, async (signal) => {
    let count = 0;
    async function* told(): AsyncGenerator<string> {
      for await (const line of lines) {
        count += 1;
        if (count % 1_000 === 0) output.progress(`${count} lines`);
        yield line;
      }
    }
    await writeOut({ out, folder, output, signal }, threadFile(told(), { at }));
    output.note(`${out}: ${counted(count, 'line')}. It opens in any browser, without a server.`);
  });
}
