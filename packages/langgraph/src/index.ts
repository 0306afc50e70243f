export { CairnSaver, type CairnSaverOptions } from './saver/cairn-saver.ts';
export type { PruneOptions } from './saver/tidy.ts';
