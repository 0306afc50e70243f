import type { Store } from '@cairn/core/store';
import { memory as steady } from '../../packages/core/src/store/memory/memory.ts';
import { unsteady } from './unsteady.ts';

/** What the errors of this run come from; the same seed again finds them again. */
export const seed: number = Number(process.env['CAIRN_SEED'] ?? 20_261_001);

let stores = 0;

/** Takes the place of the memory store of `@cairn/core`. */
export function memory(): Store {
  stores += 1;
  return unsteady(steady(), seed + stores);
}
