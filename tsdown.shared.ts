import { defineConfig, type UserConfig } from 'tsdown';

/** How every package is built: ES modules and declarations, checked for the shape that consumers see. */
const config: UserConfig = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2023',
  platform: 'node',
  tsconfig: '../../tsconfig.src.json',
  dts: { oxc: true },
  sourcemap: true,
  hash: false,
  fixedExtension: false,
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error' },
  failOnWarn: true,
  logLevel: 'warn',
});

export default config;
