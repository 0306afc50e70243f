import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig, type UserConfig } from 'tsdown';

/**
 * How every package is built: ES modules and declarations, checked for the shape that consumers see. The entries are
 * the source files that the package exports.
 */
const config: UserConfig = defineConfig({
  entry: exportedSources(),
  format: 'esm',
  target: 'es2023',
  platform: 'node',
  tsconfig: '../../tsconfig.src.json',
  dts: { oxc: true },
  sourcemap: true,
  hash: false,
  // What entries share has a folder of its own: a file of it may be named as an entry is, and would take its place.
  outputOptions: { chunkFileNames: 'shared/[name].js' },
  fixedExtension: false,
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error' },
  failOnWarn: true,
  logLevel: 'warn',
});

function exportedSources(): Record<string, string> {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, string> };
  const sources = Object.values(exports).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(sources.map((file) => [basename(file, '.ts'), file]));
}

export default config;
