import { CairnSaver } from '@cairn/langgraph';
import { sqlite } from '@cairn/sqlite';
import type { Job } from '../../measure/job.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { conversation } from './conversation.ts';

/** The same program with one line changed. */
export const job: Job = (given) => {
  const file = freshFile(given.folder);
  const store = sqlite(file);
  const close = async (): Promise<number> => {
    await store.close();
    return drop(file);
  };
  return conversation(given, 'whole', { saver: () => new CairnSaver(store), close });
};
