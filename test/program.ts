import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { runBuilt } from './built/run-built.ts';

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of the tests in a process of its own, which writes lines. */
export interface Program {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Says a line to it. */
  say(line: string): void;
  /** The first line from here on that begins so; rejects when the program ends before. */
  hears(beginning: string): Promise<string>;
  /** Sends it a signal; resolves when it has ended, of SIGKILL, or at once. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Every line so far. */
  readonly lines: readonly string[];
}

/** Starts a program with arguments on the packages as they are built; it is killed when the test is over. */
export function program(file: URL, given: readonly string[]): Program {
  const child = spawn(process.execPath, [...runBuilt, file.pathname, ...given], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return programOf(child);
}

/**
 * Has a program that says "works", and does so until it is stopped, end by itself once: Node then keeps what it compiled for the next ones.
 * One that is killed keeps nothing. It is given what it may write to, which nobody else does.
 */
export async function compile(file: URL, given: readonly string[]): Promise<void> {
  const first = program(file, given);
  await first.hears('works');
  await first.signal('SIGTERM');
  const { code } = await first.ended;
  if (code !== 0) throw new Error(`it ended with ${code}`);
}

function programOf(child: ChildProcess): Program {
  if (child.stdout === null || child.stdin === null || child.pid === undefined) throw new Error('it did not start');
  const input = child.stdin;
  input.on('error', () => undefined);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let isOver = false;
  let read = 0;
  const wake = (): void => {
    for (const each of waiting) each();
  };
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    wake();
  });
  reader.on('close', () => {
    isOver = true;
    wake();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const next = (beginning: string): string | undefined => {
    const at = lines.findIndex((line, index) => index >= read && line.startsWith(beginning));
    if (at !== -1) read = at + 1;
    return lines[at];
  };
  return {
    pid: child.pid,
    ended,
    lines,
    say: (line) => void input.write(`${line}\n`),
    hears: (beginning) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = next(beginning);
          if (line === undefined && !isOver) return;
          waiting.delete(look);
          if (line !== undefined) resolve(line);
          else reject(new Error(`it ended without "${beginning}" after:\n${lines.join('\n')}`));
        };
        waiting.add(look);
        look();
      }),
    async signal(name) {
      child.kill(name);
      if (name === 'SIGKILL') await ended;
    },
  };
}
