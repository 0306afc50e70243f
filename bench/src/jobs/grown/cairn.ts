import type { Job } from '../../measure/job.ts';
import { textOf } from '../chat/text.ts';
import { told } from '../chat/told.ts';
import { warmed } from '../chat/warmed.ts';
import { grown } from './graphs.ts';
import { shapeOf } from './shape.ts';

/** A conversation kept in one of the shapes of `graphs.ts`, an event each turn. */
export const job: Job = (given) => {
  const graph = shapeOf(given, grown);
  return warmed(given, (each, turns) => told(each, turns, graph, textOf));
};
