import type { Row } from '../../advance/state/row.ts';

/**
 * What a row says, in words: what happened to which lane, and why. `wasPutThere` is known of a lane that goes on from a node
 * because an edit had it go on as that.
 */
export function sentenceOf(row: Row, wasPutThere = false): string {
  const who = row.lane === '' ? 'the thread' : `lane "${row.lane}"`;
  return `${who} ${whereOf(row)}, ${wasPutThere ? 'as an edit had it go on from there' : whyOf(row)}${whenOf(row)}`;
}

/** When it came, where it was taken later, and before what was due meanwhile. */
function whenOf({ cause, note }: Row): string {
  if (note?.came === undefined || cause === 'timer') return '';
  return `, which came at ${new Date(note.came).toISOString()}`;
}

function whereOf({ from, to, phase, opened, cause }: Row): string {
  const lanes = opened?.lanes ?? [];
  if (opened?.by === 'graph') return `opens the subgraph of "${from}"`;
  if (opened !== undefined) return `opens ${lanes.length === 1 ? 'a lane' : `${lanes.length} lanes`} at "${from}"`;
  if (to !== undefined) return `${from === '' ? 'starts at' : `goes from "${from}" to`} "${to}"`;
  if (cause === 'cancel') return `ends at "${from}"`;
  if (phase === 'failed') return `stops at "${from}"`;
  return `${stays[phase] ?? 'stays'} at "${from}"`;
}

const stays: Partial<Record<Row['phase'], string>> = {
  running: 'is at work',
  verifying: 'verifies what its subgraph gave',
  waiting: 'waits',
  backoff: 'waits to try again',
  suspended: 'is put aside',
  queued: 'waits for its turn',
};

/** Whom an event or a resume was for, where that is not the lane that took it. */
function whomOf({ lane, note: { to = '' } = {} }: Row): string {
  return to === '' || to === lane ? '' : ` for lane "${to}"`;
}

/** The thread that started this one and waits for it. */
function parentOf({ note }: Row): string {
  const { parent } = note ?? {};
  return parent === undefined ? '' : ` by "${parent.thread}", which waits for it as "${parent.key}"`;
}

function whyOf(row: Row): string {
  const { cause, to, phase, label, note, attempt, opened } = row;
  const named = label === undefined ? '' : ` "${label}"`;
  const failed = note?.failure === undefined ? '' : `: ${note.failure.message}`;
  switch (cause) {
    case 'start':
      return `${phase === 'queued' ? 'to begin when it is due' : 'as it was started'}${parentOf(row)}`;
    case 'done':
      return `as its activity is done${label === undefined ? '' : ` (${label})`}`;
    case 'pass':
      if (to === undefined && phase === 'waiting') return 'as nothing leads on from there yet';
      return `as nothing holds it${label === undefined ? '' : ` (${label})`}`;
    case 'attempt':
      return `as attempt ${attempt ?? 1} failed${failed}`;
    case 'error':
      return `as ${note?.lane === undefined ? 'it' : `lane "${note.lane}"`} failed${label === undefined ? '' : ` (${label})`}${failed}`;
    case 'fail':
      return `as ${label === undefined ? 'it' : `timer${named}`} failed${failed}`;
    case 'event':
      return `on event${named}${whomOf(row)}`;
    case 'timer':
      if (label === 'start') return 'as its time to begin has come';
      return `on timer${named}`;
    case 'step':
      return `having done step${named}${note?.per === undefined ? '' : `, which its ${note.per} keeps`}`;
    case 'save':
      return `having saved${named}`;
    case 'ask':
      return note?.child === undefined ? `asking${named}` : `waiting, as${named}, for a thread that it started`;
    case 'answer':
      return note?.ended === undefined
        ? `on the answer to${named}`
        : `as "${note.ended}" ended, which it waited for as${named}`;
    case 'sleep':
      return `sleeping${named}`;
    case 'wait':
      return 'as what it asked or sleeps for is still open';
    case 'spend':
      return `spending ${note?.amount ?? 0} of${named}`;
    case 'join':
      return note?.lane === undefined ? 'as its lanes met' : `as lane "${note.lane}" came to its end`;
    case 'begin':
      return 'as its turn has come';
    case 'open':
      if (opened?.by === 'graph') return 'as it came there';
      return `as its state says${note?.cancelled === undefined ? '' : `, without ${note.cancelled.map((lane) => `"${lane}"`).join(', ')}`}`;
    case 'resume':
      return 'as it was resumed';
    case 'cancel':
      return `as it was cancelled: ${note?.reason ?? ''}`;
    case 'edit':
      return to === undefined ? 'as it was edited' : 'as an edit put it there';
    case 'fork':
      return `forked from checkpoint ${note?.at ?? ''}`;
    case 'rewind':
      return `sent back to checkpoint ${note?.at ?? ''}`;
    case 'migrate':
      return 'as its graph changed';
  }
}
