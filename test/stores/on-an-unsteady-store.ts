import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

/** The tests that run a second time, on a store that answers later and fails for a moment now and then. */
export const include: readonly string[] = [
  'packages/core/test/{runtime,store,time}/**/*.test.ts',
  // The others of its folder ask no store.
  'packages/core/test/advance/{by-public-names,closed-at-once}.test.ts',
  'packages/core/test/*.test.ts',
  'test/{defects,golden,idempotency,time-travel}/**/*.test.ts',
];

/** Those that would run twice on the same store: they have one of a file or of their own, or none. */
const withoutThem: readonly string[] = [
  'packages/core/test/front-entry.test.ts',
  'packages/core/test/store/{conformance,is-passing,memory,shared-payload}.test.ts',
  'packages/core/test/runtime/{many-steps,needs-and-seeds,next-move,process-alive,run-life}.test.ts',
  'packages/core/test/runtime/{services,spending,trials,watch-alive}.test.ts',
  'test/idempotency/start.test.ts',
];

/** Those that cannot hold there, or would be the same there, and why. */
export const exclude: Readonly<Record<string, string>> = {
  'packages/core/test/runtime/nothing-to-write.test.ts': 'counts what is written, tries included',
  'packages/core/test/runtime/one-error.test.ts': 'has errors of its own',
  'packages/core/test/runtime/owned-unknowingly.test.ts': 'has errors of its own',
  'packages/core/test/runtime/same-rows.test.ts': 'has errors of its own',
  'packages/core/test/runtime/store-trouble.test.ts': 'has errors of its own',
  'packages/core/test/runtime/too-long.test.ts': 'is about texts, of half a gigabyte',
  'packages/core/test/runtime/unanswered.test.ts': 'has a store that never answers',
  'packages/core/test/runtime/done-late.test.ts':
    'has a store that answers when it is let, and says for sure what is not done',
  'packages/core/test/untyped.test.ts': 'is about what is given, before a store is asked',
  'packages/core/test/runtime/sent-once.test.ts': 'has errors of its own, and a store that answers later',
  ...Object.fromEntries(withoutThem.map((file) => [file, 'asks neither `memory()` nor `open()` of `@cairn/core`'])),
};

const index = '/packages/core/src/index.ts';

/** What `@cairn/core` gives instead; what is inside core, as `run()`, keeps the store it has. */
const instead: Readonly<Record<string, string>> = {
  './store/memory/memory.ts': fileURLToPath(new URL('unsteady-memory.ts', import.meta.url)),
  './runtime/open.ts': fileURLToPath(new URL('unsteady-open.ts', import.meta.url)),
};

/** Has `@cairn/core` give a `memory()` that is far away, and an `open()` whose line to it fails for a moment now and then. */
export function unsteadyMemory(): Plugin {
  return {
    name: 'unsteady-memory',
    enforce: 'pre',
    resolveId: (source, importer) => (importer?.endsWith(index) === true ? instead[source] : undefined),
  };
}
