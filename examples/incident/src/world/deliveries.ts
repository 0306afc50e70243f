import { z } from 'zod';
import { appendJsonLine, readJsonLines } from './json-lines.ts';

/** A summary that arrived; a `duplicate` had a key that was seen before, and was not applied. */
export interface Delivery {
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
  readonly duplicate: boolean;
  readonly summary: unknown;
}

const Delivery: z.ZodType<Delivery> = z.object({
  key: z.string(),
  at: z.iso.datetime(),
  duplicate: z.boolean(),
  summary: z.unknown(),
});

/** Records an arrival; what was seen before is read from the file, so that a restart forgets nothing. */
export function recordDelivery(path: string, key: string, summary: unknown): Delivery {
  const duplicate = readDeliveryList(path).some((earlier) => earlier.key === key);
  const delivery = { key, at: new Date().toISOString(), duplicate, summary };
  appendJsonLine(path, delivery);
  return delivery;
}

/** Every arrival recorded at `path`, oldest first. */
export function readDeliveryList(path: string): Delivery[] {
  return readJsonLines(path, Delivery);
}
