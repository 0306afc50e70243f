import type { Row } from '@cairn/core';

/** A lane's path; the first lane has none. */
export function laneName(row: Pick<Row, 'lane'>): string {
  return row.lane || 'main';
}

/** Where a row left a lane: at its node, or on its way to another. */
export function moveOf({ from, to }: Row): string {
  if (from === '') return to ?? '';
  return to === undefined || to === from ? from : `${from} → ${to}`;
}

/** What else there is to say of a row. */
export function detailOf(row: Row): string {
  const parts = [labelOf(row), openedBy(row), failureOf(row), durationOf(row)];
  if (row.phase === 'verifying') parts.push('to be verified');
  return parts.filter((part) => part !== '').join(', ');
}

function labelOf({ cause, label, note }: Row): string {
  if (cause === 'spend') return `${note?.amount ?? 0} ${label}`;
  if (cause === 'timer') return `after ${label}`;
  return label ?? '';
}

function openedBy({ opened }: Row): string {
  if (opened === undefined) return '';
  return `opens ${opened.lanes.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).join(', ')}`;
}

function failureOf({ note, due, time }: Row): string {
  if (note?.failure === undefined) return '';
  return `${note.failure.message}${due === undefined ? '' : ` Again in ${(due - time) / 1_000} s.`}`;
}

function durationOf({ duration = 0 }: Row): string {
  return duration < 1_000 ? '' : `${(duration / 1_000).toFixed(1)} s`;
}

/** The time of day. */
export function clockTime(time: number): string {
  return new Date(time).toTimeString().slice(0, 8);
}
