import type { Row, ThreadEvent } from '@cairn/core';
import { heading, paint, wrapped } from './paint.ts';
import { clockTime, detailOf, laneName, moveOf } from './wording.ts';

/** The columns at which the parts of a line begin. */
const columns = { time: 2, lane: 12, node: 30, cause: 54, detail: 61 };

/** Prints what happens to a thread as it happens: lane, node, cause and label, and what activities say. */
export class LiveLog {
  readonly #title: string;
  #begun = false;

  /** The title is printed once there is something to print below it. */
  constructor(title: string) {
    this.#title = title;
  }

  show(event: ThreadEvent): void {
    if (event.type !== 'checkpoint' && event.type !== 'output') return;
    if (!this.#begun) heading(this.#title);
    this.#begun = true;
    if (event.type === 'checkpoint') showRow(event);
    else showOutput(event);
  }
}

function showRow(row: Row): void {
  const colour = row.note?.failure !== undefined ? 'red' : row.to !== undefined ? 'green' : 'cyan';
  const time = paint('dim', clockTime(row.time).padEnd(columns.lane - columns.time));
  const cause = paint(colour, row.cause.padEnd(columns.detail - columns.cause));
  const node = moveOf(row).padEnd(columns.cause - columns.node);
  print(`${time}${laneCell(row)}${node}${cause}${wrapped(detailOf(row), columns.detail)}`);
}

function showOutput({ lane, data }: Extract<ThreadEvent, { type: 'output' }>): void {
  const time = ' '.repeat(columns.lane - columns.time);
  print(`${time}${laneCell({ lane })}${paint('dim', wrapped(`· ${String(data)}`, columns.node))}`);
}

function laneCell(row: Pick<Row, 'lane'>): string {
  return paint('blue', laneName(row).padEnd(columns.node - columns.lane));
}

function print(line: string): void {
  console.log(`${' '.repeat(columns.time)}${line}`.trimEnd());
}
