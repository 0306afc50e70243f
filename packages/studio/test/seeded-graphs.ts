import { counter, library, strange } from './seeds/odd.ts';
import { incident } from './seeds/incident.ts';
import { order } from './seeds/order.ts';
import { review } from './seeds/review.ts';
import type { Busy } from './seeds/busy.ts';

/** The graphs of a seeded database, as a module for `--graph`; of `order` the version of today. */
export { counter, incident, library, order, review, strange };

/** What activities need. A minute of work takes a tenth of a second. */
export const services: { readonly busy: Busy } = {
  busy: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds / 600)),
};
