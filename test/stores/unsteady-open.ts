import { open as openSteadily } from '../../packages/core/src/runtime/open.ts';
import { seed } from './seed.ts';
import { failing } from './unsteady.ts';

export * from '../../packages/core/src/runtime/open.ts';

let runtimes = 0;

/** Takes the place of `open()` of `@cairn/core`: each runtime has a line of its own to a store that is far away. */
export const open: typeof openSteadily = (options: Parameters<typeof openSteadily>[0]) => {
  runtimes += 1;
  return openSteadily({ ...options, store: failing(options.store, seed - runtimes) });
};
