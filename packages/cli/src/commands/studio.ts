import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { memory, open, type Cairn, type Store } from '@cairn/core';
import { importThread } from '@cairn/core/inspect';
import { isProblem, listed } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { onUpgradedCopy, reading, writingOrMaking } from '../database/database.ts';
import { withSavedThreads } from '../database/looking.ts';
import { graphNamed, loadGraphs } from '../driving/graph-module.ts';
import { endingSignals } from '../ending-signals.ts';
import { CommandError } from '../exit-code.ts';
import { installed } from '../installed.ts';
import { fileNamed } from '../line/file-named.ts';
import { db, debug, graph, json, numberFlag, switchFlag } from '../line/flags.ts';
import { notBoth } from '../line/not-both.ts';
import { jsonLine } from '../printing/json-text.ts';

interface Flags {
  readonly db?: string;
  readonly graph?: string;
  readonly port?: number;
  readonly open?: boolean;
  readonly readOnly?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Serves Studio on this machine until it is stopped. */
export const command: Command<Context> = buildCommand<Flags, [string?], Context>({
  docs: {
    brief: 'See, explain and steer threads in a browser',
    fullDescription:
      'Serve Studio on this machine, and to nobody else, until Ctrl-C: the threads of a database, or one that "cairn thread export" wrote. With the module of their graphs threads can be started, answered, edited, sent back and forked, and those that something is done to are driven here.',
  },
  parameters: {
    flags: {
      graph,
      port: numberFlag('The port to listen at, 4111 by default; 0 for any that is free'),
      open: switchFlag('Open it in the browser'),
      readOnly: switchFlag('Only look, whatever $CAIRN_GRAPH says'),
      db,
      json,
      debug,
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          optional: true,
          brief: 'The database, or the file of an exported thread; else as --db',
          placeholder: 'database|thread.jsonl',
        },
      ],
    },
  },
  async func(flags, file) {
    notBoth({ ...flags, file }, 'graph', 'readOnly');
    if (file !== undefined) notBoth({ ...flags, file }, 'db', 'file');
    if (file !== undefined && (await isExport(fileNamed(this, file)))) return withExport(this, flags, file);
    const named = { ...flags, ...(file !== undefined && { db: file }) };
    const spec = flags.readOnly === true ? undefined : graphNamed(this, flags.graph);
    if (spec !== undefined)
      return writingOrMaking(this, named, (store) => withRuntime(this, flags, { store, spec, of: store.name }));
    return onlyLooking(this, named);
  },
});

/** Whether a file is no database: such a one begins with words of its own. */
async function isExport(path: string): Promise<boolean> {
  const file = await openFile(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead > 0 && buffer.toString('latin1', 0, 15) !== 'SQLite format 3';
  } finally {
    await file.close();
  }
}

async function withExport(context: Context, flags: Flags, file: string): Promise<void> {
  const store = memory();
  const lines = createInterface({ input: createReadStream(fileNamed(context, file)), crlfDelay: Infinity });
  await importThread(store, lines);
  const spec = flags.readOnly === true ? undefined : graphNamed(context, flags.graph);
  if (spec !== undefined) return withRuntime(context, flags, { store, spec, of: `${file}, in memory` });
  return serving(context, flags, store, file);
}

/** Looks at a database, which stays as it is: where it is of an older Cairn, at a copy that is brought up to date. */
async function onlyLooking(context: Context, flags: Flags): Promise<void> {
  try {
    await reading(context, flags, async (store) => serving(context, flags, await withSavedThreads(store), store.name));
  } catch (error) {
    if (!isProblem(error, 'store/older')) throw error;
    await onUpgradedCopy(context, flags, (store) =>
      serving(context, flags, store, `a copy of ${store.name} that is brought up to date`),
    );
  }
}

/** What Studio acts with. */
interface Acting {
  readonly store: Store;
  /** The module of the graphs. */
  readonly spec: string;
  /** What is looked at, in words. */
  readonly of: string;
}

/** Acts with the graphs of a module, and drives the threads that something is done to. */
async function withRuntime(context: Context, flags: Flags, { store, spec, of }: Acting): Promise<void> {
  const module = await loadGraphs(context, spec);
  const graphs = [...new Set(module.graphs.values())];
  const cairn = open({
    store,
    graphs,
    codecs: module.codecs,
    services: await module.services(),
    around: module.around,
    recover: false,
    ...(module.protect !== undefined && { protect: module.protect }),
  });
  try {
    await serving(context, flags, cairn, `${of}, and acts with ${listed(graphs.map(({ name }) => name))}`);
  } finally {
    await cairn.close();
  }
}

/** Serves until a signal asks the process to end. */
async function serving(context: Context, flags: Flags, of: Store | Cairn, told: string): Promise<void> {
  const { studio } = await installed('@cairn/studio', import('@cairn/studio'));
  const { serve } = await installed('@cairn/studio', import('@cairn/studio/serve'));
  const { output } = context;
  const onError = (error: unknown): void =>
    output.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const stopped = signalled();
  const served = await serve(
    studio(of, { operator: userName(), onError }),
    flags.port === undefined ? {} : { port: flags.port },
  ).catch((error: unknown) => Promise.reject(asTaken(error, flags.port ?? 4111)));
  try {
    if (flags.json === true) output.line(jsonLine({ url: served.url }));
    else {
      output.line(served.url);
      output.note(`Studio looks at ${told}. Ctrl-C stops it.`);
    }
    if (flags.open === true) openInBrowser(served.url);
    context.ending.stop = () => process.kill(process.pid, 'SIGTERM');
    await stopped;
  } finally {
    // Whoever asks once more does not wait for it.
    context.ending.stop = undefined;
    await served.close();
  }
}

/** The name of who uses this machine, which stands in the log with what they do. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // It has none.
    return 'studio';
  }
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of endingSignals) process.once(signal, () => resolve());
  });
}

function asTaken(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES')
    return new CommandError(`This user may not listen at port ${port}. Name another: --port 4112.`);
  if (code !== 'EADDRINUSE') return error;
  return new CommandError(
    `Port ${port} is taken, perhaps by another Studio. Name another: --port ${port + 1}, or --port 0 for any that is free.`,
    undefined,
    { cause: error },
  );
}

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the user's browser; where there is none, the address that was written is enough. */
function openInBrowser(url: string): void {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
