import { defineConfig, type OxlintOverride } from 'oxlint';

// The layers of packages/core/src, and the wings of a layer. A folder imports only from folders to its left, types included;
// what stands at the top of a layer is what other layers use, and imports from all its wings.
const layers: Readonly<Record<string, readonly string[]>> = {
  base: ['problem', 'value'],
  definition: [],
  compile: [],
  advance: ['state', 'moves'],
  store: ['contract', 'memory', 'text', 'recall'],
  time: ['read', 'versions', 'transfer', 'explain', 'replay'],
  runtime: ['observe', 'environment', 'run', 'wait', 'drive', 'own'],
};

const names = Object.keys(layers);

function rules(
  files: string,
  forbidden: readonly { readonly regex: string; readonly message: string }[],
): OxlintOverride {
  return {
    files: [files],
    rules: { 'no-restricted-imports': ['error', { patterns: [...forbidden] }] },
  };
}

const layerRules = names.flatMap((layer, index): readonly OxlintOverride[] => {
  const above = [...names.slice(index + 1), 'index\\.ts'];
  const below = names.slice(0, index);
  const ofLayer = [
    {
      regex: `^(\\.\\./)+(${above.join('|')})(/|$)`,
      message: `"${layer}" may import only from ${below.length === 0 ? 'itself' : below.join(', ')}: data flows right, imports point left.`,
    },
    { regex: '^@cairn/', message: 'Inside core, import the file itself.' },
  ];
  const wings = layers[layer] ?? [];
  return [
    rules(`packages/core/src/${layer}/**/*.ts`, ofLayer),
    ...wings.map((wing, at) =>
      rules(`packages/core/src/${layer}/${wing}/*.ts`, [
        ...ofLayer,
        ...wingRules(wing, wings.slice(0, at), wings.slice(at + 1)),
      ]),
    ),
  ];
});

// The wings of packages/sqlite/src.
const sqliteWings = ['sums', 'file', 'tables'];

const sqliteRules = sqliteWings.map((wing, at) =>
  rules(`packages/sqlite/src/${wing}/*.ts`, wingRules(wing, sqliteWings.slice(0, at), sqliteWings.slice(at + 1))),
);

// The wings of adapters.
const adapters = {
  patterns: ['kit', 'people', 'judging', 'teams', 'work'],
  langchain: ['messages', 'model', 'tools', 'agent', 'runnable'],
  xstate: ['engine', 'graph', 'scxml', 'machine', 'paths'],
  drawing: ['words', 'graph', 'log'],
  langgraph: ['value', 'saver', 'told', 'import', 'store', 'hosted', 'convert'],
  config: ['document', 'shape', 'cel', 'expression', 'registry', 'values', 'graph'],
};

const adapterRules = Object.entries(adapters).flatMap(([name, wings]) =>
  wings.map((wing, at) =>
    rules(`packages/${name}/src/${wing}/*.ts`, wingRules(wing, wings.slice(0, at), wings.slice(at + 1))),
  ),
);

// The halves of packages/studio/src, which share the types of the API and nothing else.
const studioRules = [
  ...['server/*.ts', 'server/*/*.ts'].map((files) =>
    rules(`packages/studio/src/${files}`, [
      { regex: '^(\\.\\./)+page/', message: 'The server imports nothing of the page.' },
    ]),
  ),
  rules('packages/studio/src/page/**/*.{ts,tsx}', [
    { regex: '^(\\.\\./)+(server/|index|serve)', message: 'The page imports nothing of the server.' },
  ]),
  rules('packages/studio/src/api/*.ts', [
    { regex: '^\\.\\./(server|page)/', message: 'The API knows neither who serves it nor who asks it.' },
  ]),
];

// The rooms of packages/cli/src. What stands at their top is used by all, but for where the process begins; commands are loaded
// by their table alone, which imports them when they are named.
const cliRooms = ['printing', 'line', 'database', 'thread', 'log', 'driving', 'shell', 'commands'];

const cliRules = [
  ...cliRooms.map((room, at) => roomRules(`${room}/**/*.ts`, room, cliRooms.slice(at + 1))),
  roomRules('line/command-table.ts', 'line', cliRooms.slice(cliRooms.indexOf('line') + 1, -1)),
];

function roomRules(files: string, room: string, above: readonly string[]): OxlintOverride {
  const below = cliRooms.slice(0, cliRooms.indexOf(room));
  const message = `Room "${room}" may import only from ${[...below, 'itself'].join(', ')}, and from what stands at the top.`;
  return rules(`packages/cli/src/${files}`, [
    { regex: '^(\\.\\./)+(cairn|main)\\.ts$', message },
    ...(above.length === 0 ? [] : [{ regex: `^(\\.\\./)+(${above.join('|')})/`, message }]),
  ]);
}

function wingRules(wing: string, below: readonly string[], above: readonly string[]) {
  const message = `Wing "${wing}" may import only from ${[...below, 'itself'].join(', ')}, and from folders further left.`;
  return [
    { regex: '^\\.\\./[^/]+\\.ts$', message },
    ...(above.length === 0 ? [] : [{ regex: `^\\.\\./(${above.join('|')})/`, message }]),
  ];
}

export default defineConfig({
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    eqeqeq: 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    'no-var': 'error',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css'] }],
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
    ...sqliteRules,
    ...adapterRules,
    {
      // The wing's one place that uses what XState's types do not show, which begins with an underscore.
      files: ['packages/xstate/src/engine/{v5,v6}/*.ts'],
      rules: { 'no-underscore-dangle': 'off' },
    },
    ...cliRules,
    ...studioRules,
    {
      // Ports and channels have no origin to name: only windows do.
      files: ['packages/studio/src/page/data/*.ts'],
      rules: { 'unicorn/require-post-message-target-origin': 'off' },
    },
    {
      files: ['**/*.test-d.ts'],
      rules: { 'no-unused-expressions': 'off', 'no-unused-vars': 'off', 'typescript/no-floating-promises': 'off' },
    },
  ],
  ignorePatterns: ['**/dist/**', 'api/**'],
});
