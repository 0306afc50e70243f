import { service } from '@cairn/core';
import { nothingDone, saga } from '@cairn/patterns';
import { z } from 'zod';
import type { Agency } from './agency.ts';
import { letter } from './letter.ts';

const Booking = z.object({ what: z.string(), price: z.number() });

type Booking = z.infer<typeof Booking>;

interface Given {
  readonly key: string;
}

interface Doing {
  readonly services: { readonly agency: Agency };
  step<Result>(this: void, key: string, action: () => Result): Promise<Result>;
}

/** Books something, once. */
async function book(booking: Booking, { key }: Given, { services, step }: Doing): Promise<Booking> {
  return step('book', () => {
    services.agency.book(booking.what, key);
    return booking;
  });
}

/** Cancels what was booked under the key of a step; the agency knows what that was, and whether there was anything. */
const cancel = {
  run: async ({ key }: Given, { services, step }: Doing) => step('cancel', () => services.agency.cancel(key)),
  retry: { attempts: 20, backoff: '1s', max: '1h', jitter: 0.2 },
} as const;

/** A trip: flight, hotel, car and a tour are booked as their needs allow, and paid at the end; when that fails, all of it is cancelled. */
export const trip = saga({
  name: 'trip',
  description: 'Books a trip, and undoes what was booked when a later part fails',
  task: z.object({ city: z.string(), nights: z.number(), card: z.number() }),
  services: { agency: service<Agency>() },
  steps: {
    flight: {
      result: Booking,
      do: (given, ctx) => book({ what: `a flight to ${given.task.city}`, price: 240 }, given, ctx),
      undo: cancel,
    },
    hotel: {
      needs: ['flight'],
      result: Booking,
      do: (given, ctx) => {
        const { city, nights } = given.task;
        return book({ what: `${nights} nights in ${city}`, price: 130 * nights }, given, ctx);
      },
      undo: cancel,
    },
    car: {
      needs: ['flight'],
      result: Booking,
      do: (given, ctx) => book({ what: 'a small car', price: 45 * given.task.nights }, given, ctx),
      undo: cancel,
    },
    tour: {
      needs: ['hotel'],
      result: Booking,
      do: (given, ctx) => book({ what: 'a tour of the old town', price: 60 }, given, ctx),
      undo: cancel,
    },
    payment: {
      needs: ['car', 'tour'],
      do: ({ task, results, key }, { services, step }) => {
        const price = Object.values(results).reduce((sum, each) => sum + (each as Booking).price, 0);
        if (price > task.card) throw nothingDone(`the card is good for ${task.card}, and it costs ${price}`);
        return step('pay', () => services.agency.book(`${price} from the card`, key));
      },
      undo: cancel,
    },
    letter: {
      needs: ['payment'],
      result: z.string(),
      do: {
        run: ({ results: { flight, hotel, car, tour } }, { signal, step }) =>
          step('write', () =>
            letter(
              [flight, hotel, car, tour].flatMap((each) => each?.what ?? []),
              signal,
            ),
          ),
        timeout: '1m',
        retry: { attempts: 3, backoff: '2s' },
      },
    },
  },
});
