import { encode } from '@cairn/core/inspect';
import type { Logged, Move } from './engine.ts';

/** A macrostep as people read it, a line for what it came to and one for each thing that it logged: `PAY: paying`, `log paid: 5`; of an actor below the machine, `clock: TICK: on`. */
export function linesOf({ actor, event, value, ignored, logged = [] }: Move): readonly string[] {
  const lines = [`${event.type}: ${ignored === true ? 'ignored' : value}`, ...logged.map(logLine)];
  return actor === '' ? lines : lines.map((line) => `${actor}: ${line}`);
}

/** A log is to be read, and no second copy of what it shows. */
const most = 200;

function logLine({ label, value }: Logged): string {
  const text = typeof value === 'string' ? value : encode(value);
  return `log ${label === undefined ? '' : `${label}: `}${text.length > most ? `${text.slice(0, most)}…` : text}`;
}
