import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a command came to. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface CairnOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from stdin; nothing by default. */
  readonly input?: string;
  /** Is told how to signal it, once it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Sees what it writes, as it does, and may signal it. */
  readonly onOutput?: (written: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** The command as it is built from the sources. */
export const program = join(import.meta.dirname, '..', '..', '..', 'test', 'built', 'cairn.mjs');

/** The modules that tests name with `--graph`. */
export const graphs = (name: string): string => join(import.meta.dirname, 'graphs', name);

/** What a command finds in its environment, in which nothing is set but where its code is kept compiled, so that tests take less. */
export function plainEnv(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const compiled = join(tmpdir(), 'node-compile-cache');
  return { PATH: process.env['PATH'] ?? '', TZ: 'UTC', NODE_COMPILE_CACHE: compiled, ...extra };
}

/** Runs the command in a folder, through pipes. */
export function cairn(folder: string, args: readonly string[], options: CairnOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: plainEnv(options.env) });
  options.onStart?.((signal) => void child.kill(signal));
  let stdout = '';
  let stderr = '';
  const heard = (): void => options.onOutput?.(stdout + stderr, (signal) => void child.kill(signal));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** What a command wrote as JSON. */
export function jsonIn({ stdout }: Ended): unknown {
  return JSON.parse(stdout);
}
