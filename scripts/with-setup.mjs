// Runs one of the project's commands on a machine that has only Node (20 or later) and npm.
//
// Installs the packages first if anything that decides them has changed since the last time; they include the Node that
// everything runs on. Tests get a browser too, where it can be had (chromium.mjs). Plain JavaScript without dependencies, because nothing is installed yet when this starts.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpChromium } from './chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const stamp = join(root, 'node_modules', '.cairn-setup');
const nodeFolder = join(root, 'node_modules', 'node', 'bin');
const node = join(nodeFolder, process.platform === 'win32' ? 'node.exe' : 'node');

const commands = {
  start: (rest) => program('examples/incident/src/main.ts', rest),
  bench: (rest) => program('bench/src/main.ts', rest),
  curves: (rest) => program('bench/src/curves.ts', rest),
  profile: (rest) => program('bench/src/profile.ts', rest),
  test: (rest) => pnpm(rest.length === 0 ? ['run', 'verify'] : ['exec', 'vitest', 'run', ...rest]),
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`Usage: node scripts/with-setup.mjs ${Object.keys(commands).join('|')} [arguments]`);
  process.exit(2);
}
await setUp();
if (name === 'test') await setUpBrowser();
process.exitCode = await run(command(args));

async function setUp() {
  const wanted = fingerprint();
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing packages; only the first time, and when they change.');
  const code = await run(pnpm(['install', '--config.confirmModulesPurge=false']), ['ignore', 2, 2]);
  if (code !== 0) process.exit(code);
  writeFileSync(stamp, fingerprint());
}

async function setUpBrowser() {
  const code = await setUpChromium({ env: process.env, run, stamp: `${stamp}-browser`, wanted: fingerprint() });
  if (code !== 0) process.exit(code);
}

/** A hash of everything that decides what is installed. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const folders = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .toSorted()
      .map((child) => join(parent, child)),
  );
  const manifests = ['.', 'bench', 'test', ...folders].map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** A TypeScript program of this repository, on the pinned Node. */
function program(file, rest) {
  if (existsSync(join(root, file))) return [node, [join(root, file), ...rest]];
  console.error(`${file} is not there yet.`);
  process.exit(1);
}

/** pnpm at the version that package.json pins. */
function pnpm(rest) {
  return ['npx', ['--yes', manifest.packageManager, ...rest]];
}

/** Runs a program in the foreground: it gets the terminal, the signals sent here, and the last word on the exit code. */
function run([file, rest], stdio = 'inherit', more = {}) {
  const env = {
    ...process.env,
    ...more,
    PATH: `${nodeFolder}${delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
  };
  const child = spawn(file, rest, { stdio, env, shell: process.platform === 'win32' && file === 'npx' });
  const forward = (signal) => child.kill(signal);
  // A terminal sends its interrupt to the whole group, so the child has it already: only wait for what it does.
  const wait = () => {};
  process.on('SIGTERM', forward).on('SIGHUP', forward).on('SIGINT', wait);
  return new Promise((resolve) => {
    const end = (code) => {
      process.off('SIGTERM', forward).off('SIGHUP', forward).off('SIGINT', wait);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`Cannot run ${file}: ${error.message}`);
      end(127);
    });
    child.once('exit', (code, signal) => end(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });
}
