import type { Store } from '@cairn/core/store';
import { memory as steady } from '../../packages/core/src/store/memory/memory.ts';
import { seed } from './seed.ts';
import { distant } from './unsteady.ts';

let stores = 0;

/** Takes the place of the memory store of `@cairn/core`. */
export function memory(...given: Parameters<typeof steady>): Store {
  stores += 1;
  return distant(steady(...given), seed + stores);
}
