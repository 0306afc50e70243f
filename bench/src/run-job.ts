import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Run } from './case.ts';
import type { Given, Measured } from './measure/job.ts';

/** What all jobs of a benchmark are given alike. */
export type Surroundings = Pick<Given, 'folder' | 'quick'>;

const longest = 300_000;

/** Does a job in a process of its own. */
export async function runJob(
  job: string,
  { size, store = 'sqlite', shape }: Pick<Run, 'size' | 'store' | 'shape'>,
  { folder, quick }: Surroundings,
  profile?: string,
): Promise<Measured> {
  const given: Given = { size, store, folder, quick, ...(shape !== undefined && { shape }) };
  const program = join(import.meta.dirname, 'job.ts');
  // Forced collections would show in a profile.
  const mode = profile === undefined ? ['--expose-gc'] : [];
  const output = await outputOf([
    ...mode,
    program,
    job,
    JSON.stringify(given),
    ...(profile === undefined ? [] : [profile]),
  ]);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured;
}

/** What a program of Node prints; its error when it fails. Tracing stays off, so that nothing is sent anywhere. */
export async function outputOf(args: readonly string[], cwd: string = import.meta.dirname): Promise<string> {
  const env = { ...process.env, LANGSMITH_TRACING: 'false', LANGCHAIN_TRACING_V2: 'false', NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd, env, timeout: longest, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => resolve(exit ?? signal));
  });
  if (code !== 0)
    throw new Error(`${args.slice(-2).join(' ')} ended with ${code}: ${complaint.trim().slice(0, 1_000)}`);
  return output;
}
