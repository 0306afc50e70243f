import type { Given } from '../../measure/job.ts';

/** Of what a job knows in several shapes, that in the shape that is asked for. */
export function shapeOf<Known>({ shape = '' }: Given, known: Readonly<Record<string, Known>>): Known {
  if (!Object.hasOwn(known, shape)) throw new Error(`no shape ${shape}; there are ${Object.keys(known).join(', ')}`);
  return known[shape] as Known;
}
