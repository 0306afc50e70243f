/** Studio as a handler of requests, to be mounted in a service. */
export { studio, type Studio, type StudioOptions } from './server/studio.ts';
export type { Done } from './server/acting.ts';
export type { From, Guarding } from './server/asking/guard.ts';
export type { Threads, Who } from './server/asking/who.ts';
export type * from './api.ts';
