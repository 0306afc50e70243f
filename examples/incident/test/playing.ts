import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open, type Row } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { runBuilt } from '../../../test/built/run-built.ts';
import { incident } from '../src/graph/incident.ts';
import { siteIn, type Site } from '../src/site.ts';
import { deployList, stopPrograms } from '../src/story/programs.ts';
import type { Delivery } from '../src/world/deliveries.ts';
import { readDeliveries } from '../src/world/receiver-control.ts';

const main = [...runBuilt, fileURLToPath(new URL('../src/main.ts', import.meta.url))];

/** How a run of the example ended. */
export interface Played {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the example is played, as a user does. */
export class Playground implements AsyncDisposable {
  readonly site: Site = siteIn(mkdtempSync(join(tmpdir(), 'incident-')), {});
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv = {}) {
    this.#environment = environment;
  }

  /** Runs the example without a terminal, to its end. */
  async play(...args: string[]): Promise<Played> {
    return ended(this.start(process.execPath, [...main, '--data', this.site.folder, ...args]));
  }

  /** Runs the example in a pseudo-terminal of 100 columns; `answers` are typed when their prompts appear. */
  async playInTerminal(
    answers: readonly (readonly [prompt: string, keys: string])[],
    ...args: string[]
  ): Promise<Played> {
    const program = `import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)`;
    const child = this.start('python3', [
      '-c',
      program,
      process.execPath,
      ...main,
      '--data',
      this.site.folder,
      ...args,
    ]);
    const left = [...answers];
    let screen = '';
    child.stdout.on('data', (chunk: string) => {
      screen += chunk;
      const [next] = left;
      if (next === undefined || !screen.includes(next[0])) return;
      left.shift();
      screen = '';
      child.stdin.write(next[1]);
    });
    return ended(child);
  }

  /** The log of every thread, by id, the oldest first. */
  async logs(): Promise<Map<string, readonly Row[]>> {
    const cairn = open({
      store: sqlite(this.site.database),
      graphs: [incident],
      services: { site: this.site },
      recover: false,
    });
    const { threads } = await cairn.threads({ graph: 'incident' });
    const logs = threads.map(async ({ id }) => [id, await cairn.thread(incident, id).history()] as const);
    const all = new Map((await Promise.all(logs)).toReversed());
    await cairn.close();
    return all;
  }

  /** The versions that the service was started at by the incident. */
  restarts(): string[] {
    return deployList(this.site).flatMap(({ author, version }) => (author === 'runbook' ? [version] : []));
  }

  deliveries(): Delivery[] {
    return readDeliveries(this.site.receiver);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopPrograms(this.site);
    rmSync(this.site.folder, { recursive: true });
  }

  start(file: string, args: readonly string[]): ChildProcessWithoutNullStreams {
    // As in a person's terminal: what says that this is CI, or that there are no colours, is not passed on.
    const { OPENAI_BASE_URL: _base, OPENAI_MODEL: _model, CI: _ci, NO_COLOR: _plain, ...inherited } = process.env;
    const env = { ...inherited, TERM: 'xterm-256color', ...this.#environment };
    const child = spawn(file, args, { env });
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    return child;
  }
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Played> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: string) => (stdout += chunk));
  child.stderr.on('data', (chunk: string) => (stderr += chunk));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

/** The steps of a log, as `lane node key`. */
export function stepsOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ cause, lane, from, label }) => (cause === 'step' ? [`${lane} ${from} ${label}`] : []));
}

/** The nodes that the first lane came to. */
export function pathOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ lane, to }) => (lane === '' && to !== undefined ? [to] : []));
}
