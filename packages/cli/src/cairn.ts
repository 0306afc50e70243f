#!/usr/bin/env node
const oldest = [22, 18] as const;

/** Whether this Node runs TypeScript as it is, and what the packages need. */
function isNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/**
 * Where compiled code is kept from one command to the next: the user's own folder for what may be lost, as nobody else may put
 * code there. Undefined where the user has none: then nothing is kept.
 */
function cacheFolder({ XDG_CACHE_HOME, HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string | undefined {
  if (process.platform === 'win32') return LOCALAPPDATA && `${LOCALAPPDATA}\\cairn\\compiled`;
  const caches = XDG_CACHE_HOME || (HOME && `${HOME}/${process.platform === 'darwin' ? 'Library/Caches' : '.cache'}`);
  return caches?.startsWith('/') ? `${caches}/cairn/compiled` : undefined;
}

if (isNewEnough()) {
  const compiled = cacheFolder(process.env);
  // Whether it can be written makes no difference but in time.
  if (compiled !== undefined) process.getBuiltinModule('node:module').enableCompileCache(compiled);
  // Nothing is awaited here: Node would end a program whose first module is never through in words of its own.
  void import('./main.ts').then(({ main }) => main(process.argv.slice(2)));
} else {
  process.stderr.write(`cairn: It needs Node ${oldest.join('.')} or later, and this is ${process.versions.node}.\n`);
  process.exitCode = 1;
}

export {};
