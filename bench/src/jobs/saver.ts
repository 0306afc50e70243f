import { MemorySaver, type BaseCheckpointSaver } from '@langchain/langgraph';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import type { Given } from '../measure/job.ts';
import { drop, freshFile } from '../measure/scratch.ts';

/** A checkpointer of LangGraph.js on an empty store. */
export interface Saver {
  readonly saver: BaseCheckpointSaver;
  /** Closes it, and says how many bytes its file had. */
  readonly close: () => number;
}

/** Makes a checkpointer of the kind that is asked for. */
export function emptySaver(given: Given): Saver {
  if (given.store === 'memory') return { saver: new MemorySaver(), close: () => 0 };
  const file = freshFile(given.folder);
  const saver = SqliteSaver.fromConnString(file);
  const close = (): number => {
    saver.db.close();
    return drop(file);
  };
  return { saver, close };
}
