import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How an example ended, and what it said. */
export interface Played {
  /** The code that it ended with, or the signal that ended it. */
  readonly end: number | string | null;
  readonly pid: number | undefined;
  readonly lines: readonly string[];
}

/** Runs an example, by rules where it could ask a model, until it ends or is killed. */
export async function played(main: string, ...args: readonly string[]): Promise<Played> {
  return playedBy({ OPENAI_BASE_URL: '' }, main, ...args);
}

/** The same with variables of its surroundings, by which it asks a model for example. */
export async function playedBy(
  env: Readonly<Record<string, string>>,
  main: string,
  ...args: readonly string[]
): Promise<Played> {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += String(text)));
  child.stderr.on('data', (text: Buffer) => (output += String(text)));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { end: signal ?? code, pid: child.pid, lines: output.trimEnd().split('\n') };
}
