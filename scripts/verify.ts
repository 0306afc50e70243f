// Everything that must hold before a change is merged: what is read and built, two steps at a time, and then the tests, so
// that their count closes the output. After a step that fails no other begins.

import { spawn } from 'node:child_process';

interface Step {
  readonly title: string;
  readonly command: string;
  readonly args?: readonly string[];
}

/** Steps of one lane run in turn, beside those of the other: none needs what the other lane writes. */
const lanes: readonly (readonly Step[])[] = [
  [
    { title: 'Format', command: 'format:check' },
    { title: 'Lint', command: 'lint' },
    { title: 'Unused code', command: 'unused' },
    { title: 'Build and package shape', command: 'build' },
    { title: 'Public API', command: 'api', args: ['--check'] },
  ],
  [{ title: 'Types', command: 'types' }],
];

let failed = 0;

await Promise.all(lanes.map((steps) => inTurn(steps)));
await inTurn([{ title: 'Tests', command: 'unit' }], 'as it comes');
process.exitCode = failed;

async function inTurn(steps: readonly Step[], shown?: 'as it comes'): Promise<void> {
  for (const step of steps) {
    if (failed !== 0) return;
    const code = await run(step, shown !== undefined);
    failed ||= code;
  }
}

/** Runs a step to its end and gives its exit code; what it writes is shown as it comes, or at the end, apart from that of another. */
async function run({ title, command, args = [] }: Step, asItComes: boolean): Promise<number> {
  const line = `\n== ${title} (pnpm ${[command, ...args].join(' ')})`;
  if (asItComes) console.log(line);
  const child = spawn('pnpm', ['run', '--silent', command, ...args], {
    stdio: asItComes ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => written.push(data));
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      written.push(Buffer.from(error.message));
      resolve(1);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (!asItComes) console.log(`${line}\n${Buffer.concat(written).toString()}`);
  if (code !== 0) console.error(`\n${title} failed. To run it alone: pnpm ${[command, ...args].join(' ')}`);
  return code;
}
