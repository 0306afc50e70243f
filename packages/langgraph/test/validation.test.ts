import { sqlite } from '@cairn/sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CairnSaver } from '../src/index.ts';

// The suite takes its runner from the globals, and leaves a case out for savers whose names it knows. It knows none of ours.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });
const { deltaChannelHistoryTests, validate } = await import('@langchain/langgraph-checkpoint-validation');

const initializer = {
  checkpointerName: '@cairn/langgraph',
  createCheckpointer: () => new CairnSaver(sqlite(':memory:')),
};
validate(initializer);
deltaChannelHistoryTests(initializer);
