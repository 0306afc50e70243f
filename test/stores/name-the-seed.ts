import { onTestFailed, beforeEach } from 'vitest';
import { seed } from './seed.ts';

beforeEach(() => onTestFailed(() => console.error(`The store was unsteady by seed ${seed}: CAIRN_SEED=${seed}`)));
