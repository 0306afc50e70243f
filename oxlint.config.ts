import { defineConfig, type OxlintOverride } from 'oxlint';

// The layers of packages/core/src. A folder imports only from folders to its left, types included.
const layers = ['base', 'definition', 'compile', 'advance', 'store', 'time', 'runtime'];

const layerRules = layers.map((layer, index): OxlintOverride => {
  const above = [...layers.slice(index + 1), 'index\\.ts'];
  const below = layers.slice(0, index);
  return {
    files: [`packages/core/src/${layer}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${above.join('|')})(/|$)`,
              message: `"${layer}" may import only from ${below.length === 0 ? 'itself' : below.join(', ')}: data flows right, imports point left.`,
            },
            { regex: '^@cairn/', message: 'Inside core, import the file itself.' },
          ],
        },
      ],
    },
  };
});

export default defineConfig({
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    eqeqeq: 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    'no-var': 'error',
    'prefer-const': 'error',
    // `then` is a word of the graph language.
    'unicorn/no-thenable': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/require-module-specifiers': 'off',
    'promise/always-return': 'off',
    // fast-check is used as `fc.property`.
    'import/no-named-as-default-member': 'off',
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'assert*'] }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-return': 'off',
    'typescript/only-throw-error': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/ban-ts-comment': ['error', { 'ts-expect-error': false }],
  },
  overrides: [
    {
      files: ['packages/*/src/**/*.ts'],
      rules: {
        'import/no-default-export': 'error',
        'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
        'no-console': 'error',
      },
    },
    ...layerRules,
    {
      files: ['**/*.test-d.ts'],
      rules: { 'no-unused-expressions': 'off', 'no-unused-vars': 'off', 'typescript/no-floating-promises': 'off' },
    },
  ],
  ignorePatterns: ['**/dist/**', 'api/**'],
});
