import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumOf } from '../../scripts/chromium.mjs';
import { folder } from '../folder.ts';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
const installs = '/bin/cp "$0" "${0%/*}/chromium"';
const fails = 'exit 100';

/** Has a process take itself for one of this user. */
const as = (uid: number): string => `--import=data:text/javascript,process.getuid=()=>${uid}`;

/** A copy of the set-up on a machine where npx and apt-get write down what they are asked for, and apt-get does what is said. */
function machine(aptGet?: string) {
  const root = folder();
  for (const each of ['bin', 'scripts', 'packages', 'examples', 'node_modules/node/bin'])
    mkdirSync(join(root, each), { recursive: true });
  for (const each of ['with-setup.mjs', 'chromium.mjs']) copyFileSync(join(scripts, each), join(root, 'scripts', each));
  writeFileSync(join(root, 'package.json'), '{ "packageManager": "pnpm@0" }');
  writeFileSync(join(root, 'node_modules', 'node', 'bin', 'node'), '');
  const log = join(root, 'asked');
  writeFileSync(log, '');
  const put = (name: string, does: string): void => {
    const line = `echo "${name} $* $DEBIAN_FRONTEND" >> ${log}`;
    writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${line}\n${does}\n`, { mode: 0o755 });
  };
  put('npx', 'exit 0');
  put('sh', 'exec /bin/sh "$@"');
  if (aptGet !== undefined) put('apt-get', aptGet);
  const set = async (name: string, given: { env?: Record<string, string>; uid?: number } = {}) => {
    writeFileSync(log, '');
    const child = spawn(process.execPath, [join(root, 'scripts', 'with-setup.mjs'), name], {
      env: { PATH: join(root, 'bin'), NODE_OPTIONS: as(given.uid ?? 0), ...given.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (data: string) => (said += data));
    const code = await new Promise((resolve) => child.once('close', resolve));
    const asked = readFileSync(log, 'utf8').split('\n');
    return {
      code,
      said,
      apt: asked.filter((line) => line.startsWith('apt-get')),
      ran: asked.filter((line) => line.startsWith('npx')),
    };
  };
  return { root, set };
}

const install = expect.stringMatching(/^apt-get install -qy .*chromium noninteractive$/u);
const update = expect.stringMatching(/^apt-get update/u);

describe.skipIf(process.platform === 'win32')('the set-up and the browser of the tests', () => {
  it('installs Chromium once, before the tests', async () => {
    const { set } = machine(installs);
    const first = await set('test');
    expect(first.apt).toEqual([install]);
    expect(first.ran.at(-1)).toMatch(/run verify/u);
    expect(first.code).toBe(0);
    expect((await set('test')).apt).toEqual([]);
  });

  it('reads the lists of packages anew where the first try fails', async () => {
    const { root, set } = machine(
      `[ $1 = update ] && : > "\${0%/*}/lists" && exit; [ -e "\${0%/*}/lists" ] || ${fails}; ${installs}`,
    );
    expect((await set('test')).apt).toEqual([install, update, install]);
    expect(existsSync(join(root, 'bin', 'chromium'))).toBe(true);
  });

  it('says in a line that it could not, tests all the same, and does not try again before packages change', async () => {
    const { root, set } = machine(fails);
    const first = await set('test');
    expect(first.said).toMatch(/Chromium could not be installed, so the tests of a page are left out\. .*\n$/u);
    expect(first.ran.at(-1)).toMatch(/run verify/u);
    expect((await set('test')).apt).toEqual([]);
    writeFileSync(join(root, 'pnpm-lock.yaml'), 'another');
    expect((await set('test')).apt).toEqual([install, update]);
  });

  it('installs nothing for other commands, where there is a browser, or where one is named or none is wanted', async () => {
    const { root, set } = machine(installs);
    expect((await set('bench')).apt).toEqual([]);
    expect((await set('test', { env: { CHROMIUM: '' } })).apt).toEqual([]);
    expect((await set('test', { env: { CHROMIUM: '/opt/chromium' } })).apt).toEqual([]);
    writeFileSync(join(root, 'bin', 'google-chrome'), '', { mode: 0o755 });
    expect((await set('test')).apt).toEqual([]);
  });

  it('installs nothing for who is not root', async () => {
    const { set } = machine(installs);
    const ended = await set('test', { uid: 1000 });
    expect(ended).toMatchObject({ code: 0, apt: [] });
  });

  it('installs nothing where there is no apt-get', async () => {
    const { set } = machine();
    const ended = await set('test');
    expect(ended).toMatchObject({ code: 0, apt: [] });
    expect(ended.said).not.toContain('Chromium');
  });
});

describe.skipIf(process.platform === 'win32')('the browser of the tests', () => {
  it('is what CHROMIUM names, which may be none, or the first on the PATH that can be run', () => {
    const [empty, bin] = [folder(), folder()];
    writeFileSync(join(empty, 'chromium'), '', { mode: 0o644 });
    writeFileSync(join(bin, 'google-chrome'), '', { mode: 0o755 });
    const path = `${empty}:${bin}`;
    expect(chromiumOf({ PATH: path })).toBe(join(bin, 'google-chrome'));
    expect(chromiumOf({ PATH: path, CHROMIUM: '/opt/it' })).toBe('/opt/it');
    expect(chromiumOf({ PATH: path, CHROMIUM: '' })).toBeUndefined();
    expect(chromiumOf({ PATH: empty })).toBeUndefined();
  });
});
