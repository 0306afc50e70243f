import type { Given } from '../../measure/job.ts';
import { emptySaver } from '../saver.ts';
import type { SaverFile } from './conversation.ts';

/** LangGraph's own saver remembers nothing, so one is as new as another. */
export function officialFile(given: Given): SaverFile {
  const { saver, close } = emptySaver(given);
  return { saver: () => saver, close: () => Promise.resolve(close()) };
}
