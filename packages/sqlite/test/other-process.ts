import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { runBuilt } from '../../../test/built/run-built.ts';

/** Another process that answers lines with lines. */
export interface OtherProcess {
  readonly pid: number;
  /** Says a line, if any is given, and resolves with the next line that comes back; undefined when it has ended. */
  readonly ask: (line?: string) => Promise<string | undefined>;
  /** Ends it without warning, and resolves when it has ended. */
  readonly kill: () => Promise<void>;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
}

const needed = process.getuid?.() === 0;

/** Starts a program of `processes/`; it is killed when the test is over. */
export function start(program: string, ...given: readonly string[]): OtherProcess {
  return talkTo(spawnProgram(program, given));
}

/** Starts a program of `processes/` that has more in its environment. */
export function startWith(
  environment: Readonly<Record<string, string>>,
  program: string,
  ...given: readonly string[]
): OtherProcess {
  return talkTo(spawnProgram(program, given, environment));
}

/**
 * Opens a file in a process that has no rights of its own, which matters where the tests run as root: `read` gives the
 * head of each thread, `write` opens it to write; a problem gives its code.
 */
export async function asNobody(how: 'read' | 'write', path: string): Promise<string | undefined> {
  const nobody = talkTo(spawnProgram('open', [how, path, needed ? 'nobody' : 'self']));
  return await nobody.ask();
}

function spawnProgram(
  program: string,
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const file = fileURLToPath(new URL(`processes/${program}.ts`, import.meta.url));
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [...runBuilt, file, ...given], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function talkTo(child: ChildProcess): OtherProcess {
  if (child.stdout === null || child.stdin === null || child.pid === undefined) throw new Error('it did not start');
  const input = child.stdin;
  input.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  return {
    pid: child.pid,
    ended,
    ask: async (line) => {
      if (line !== undefined) input.write(`${line}\n`);
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
