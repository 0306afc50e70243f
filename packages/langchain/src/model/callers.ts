import type { RunnableConfig } from '@langchain/core/runnables';

/** Who had a thread go on as a Runnable, by its id: what its activities run is part of their run. */
export const callers: Map<string, RunnableConfig> = new Map<string, RunnableConfig>();
