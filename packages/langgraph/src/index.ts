export { CairnSaver, type CairnSaverOptions } from './saver/cairn-saver.ts';
export type { PruneOptions } from './saver/tidy.ts';
export { fromLangGraph, type FromLangGraphOptions } from './hosted/from-lang-graph.ts';
export type { SideStore } from './saver/side-store.ts';
export { importThreads, type Imported, type ImportOptions, type ImportProgress } from './import/import-threads.ts';
export { CairnStore, type CairnStoreOptions } from './store/cairn-store.ts';
