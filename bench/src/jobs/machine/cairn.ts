import { counted } from './counted.ts';
import { embedded } from './graph.ts';

/** A machine in a graph takes an event after the other. */
export const job = counted(embedded);
