// Preloaded: a program has what a package exports from the folder that the package was built into. Plain JavaScript, as it is the
// first thing that a program loads.
const { existsSync } = process.getBuiltinModule('node:fs');
const { registerHooks } = process.getBuiltinModule('node:module');

const packages = new URL('../../packages/', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const url = builtOf(resolved.url);
    return url === undefined ? resolved : { ...resolved, url, format: 'module' };
  },
});

/** Where an entry of a package is built; undefined of any other file. */
function builtOf(url) {
  if (!url.startsWith(packages)) return undefined;
  const { 1: name, 2: entry } = /^([^/]+)\/src\/([^/]+)\.ts$/u.exec(url.slice(packages.length)) ?? {};
  if (entry === undefined) return undefined;
  const built = new URL(`${name}/built/${entry}.js`, packages);
  return existsSync(built) ? built.href : undefined;
}
