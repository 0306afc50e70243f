import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, Rolldown, type UserConfig } from 'tsdown';

/**
 * Has modules of Node loaded as they are, without the face that `import` gives them: to make one, Node loads all that the module
 * exports, the streams and promises of `node:fs` for one, which takes a program milliseconds and a megabyte that it has no use for.
 */
const plainBuiltins: Rolldown.Plugin = {
  name: 'plain-builtins',
  renderChunk(code, { fileName }) {
    if (!fileName.endsWith('.js')) return null;
    const text = new Rolldown.RolldownMagicString(code);
    for (const { 0: found, 1: names = '', 2: module = '', index } of code.matchAll(
      /^import (.+) from "(node:[^"]+)";$/gmu,
    )) {
      text.overwrite(index, index + found.length, bound(names, `process.getBuiltinModule("${module}")`));
    }
    return text;
  },
};

/** What an import binds, bound to what is in a module. */
function bound(names: string, module: string): string {
  const { whole, parts } = /^(?<whole>\w+)?(?:, )?(?:\{ (?<parts>.+) \})?$/u.exec(names)?.groups ?? {};
  const all = [whole, parts && `{ ${parts.replaceAll(' as ', ': ')} }`].filter((each) => each !== undefined);
  if (all.length === 0) throw new Error(`What is imported by "${names}" is not understood.`);
  return all.map((each) => `const ${each} = ${module};`).join(' ');
}

/** How the code of every package is built: ES modules. */
export const code = {
  format: 'esm',
  target: 'es2023',
  platform: 'node',
  tsconfig: '../../tsconfig.src.json',
  hash: false,
  plugins: [plainBuiltins],
  // A character beyond Latin-1 would double what a file's text takes in memory; what comments say stands in the declarations.
  // What entries share has a folder of its own: a file of it may be named as an entry is, and would take its place.
  outputOptions: { chunkFileNames: 'shared/[name].js', charset: 'ascii', comments: false },
  fixedExtension: false,
  failOnWarn: true,
  logLevel: 'warn',
} satisfies UserConfig;

/**
 * How every package is built: code and declarations, checked for the shape that consumers see. The entries are the
 * source files that the package exports.
 */
const config: UserConfig = defineConfig({
  ...code,
  entry: exportedSources('.'),
  dts: { oxc: true },
  sourcemap: true,
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error' },
});

/** The source files that the package in a folder exports, by what each is built as. */
export function exportedSources(folder: string): Record<string, string> {
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  const { exports = {} } = JSON.parse(manifest) as { exports?: Record<string, string> };
  const sources = Object.values(exports).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(sources.map((file) => [basename(file, '.ts'), file]));
}

export default config;
