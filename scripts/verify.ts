// Everything that must hold before a change is merged, cheapest first, stopping at the first failure. The tests come
// last, so that their count closes the output.

import { spawnSync } from 'node:child_process';

const steps = [
  { title: 'Format', command: 'format:check' },
  { title: 'Lint', command: 'lint' },
  { title: 'Types', command: 'types' },
  { title: 'Unused code', command: 'unused' },
  { title: 'Build and package shape', command: 'build' },
  { title: 'Public API', command: 'api', args: ['--check'] },
  { title: 'Tests', command: 'unit' },
];

for (const { title, command, args = [] } of steps) {
  console.log(`\n== ${title} (pnpm ${[command, ...args].join(' ')})`);
  const { status, error } = spawnSync('pnpm', ['run', '--silent', command, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error !== undefined) console.error(error.message);
  if (status !== 0) {
    console.error(`\n${title} failed. To run it alone: pnpm ${[command, ...args].join(' ')}`);
    process.exit(status ?? 1);
  }
}
