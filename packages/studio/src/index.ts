/** Studio as a handler of requests, to be mounted in a service. */
export { studio, type Studio, type StudioOptions } from './server/studio.ts';
export type * from './api.ts';
