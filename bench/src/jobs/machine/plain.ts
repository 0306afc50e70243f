import { counted } from './counted.ts';
import { plain } from './graph.ts';

/** A graph in a graph takes an event after the other. */
export const job = counted(plain);
