/** What Studio's HTTP API says: the page and the server share these types. */
export type * from './api/threads.ts';
export type * from './api/inbox.ts';
export type * from './api/graphs.ts';
export type * from './api/events.ts';
export type * from './api/acts.ts';
