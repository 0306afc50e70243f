// The browser that tests of Studio's page drive: where it is, and how `npm test` gets one on a Debian or an Ubuntu that it may change.
//
// Plain JavaScript without dependencies, because nothing is installed yet when the set-up loads it.

import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

export function chromiumOf(env) {
  if (env.CHROMIUM !== undefined) return env.CHROMIUM === '' ? undefined : env.CHROMIUM;
  return names.map((name) => onPath(name, env)).find((file) => file !== undefined);
}

// Old lists of packages name files that are gone, and a fresh container has no lists: they are read anew where the first try fails.
const install = 'apt-get install -qy --no-install-recommends -o DPkg::Lock::Timeout=120 chromium';
const installAnyhow = `${install} || { apt-get update -q && ${install}; }`;

export async function setUpChromium({ env, run, stamp, wanted }) {
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get', env) !== undefined;
  if (env.CHROMIUM !== undefined || chromiumOf(env) !== undefined || !mayInstall) return 0;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;
  console.error(
    'Installing Chromium by apt-get for the tests of a page; with CHROMIUM= in the environment they are left out.',
  );
  const code = await run(['sh', ['-c', installAnyhow]], ['ignore', 2, 2], { DEBIAN_FRONTEND: 'noninteractive' });
  if (code > 128) return code;
  if (code === 0 && chromiumOf(env) !== undefined) return 0;
  console.error(
    'Chromium could not be installed, so the tests of a page are left out. It is not tried again before packages change.',
  );
  writeFileSync(stamp, wanted);
  return 0;
}

function onPath(name, env) {
  const files = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
