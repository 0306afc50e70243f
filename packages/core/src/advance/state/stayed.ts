import type { Writable } from '../../base/writable.ts';
import { withSpent } from './counts.ts';
import { Entries, type Entry } from './entries.ts';
import { withStep } from './kept-steps.ts';
import type { Lane } from './lane.ts';
import type { Row } from './row.ts';
import { withFired } from './waits.ts';

/** Whether a row that stays at its node ends what the node had opened. What was verified and cannot be taken over stays open. */
export function endsFork({ cause, phase, opened }: Row): boolean {
  if (cause === 'done') return phase !== 'open' || opened !== undefined;
  return cause === 'attempt' || cause === 'cancel';
}

/** The lane after a row by which it stays at its node. */
export function stayed(lane: Lane, row: Row): Lane {
  const next: Writable<Lane> = { ...goingOn(lane), phase: row.phase };
  if (row.due !== undefined) next.due = row.due;
  if (row.phase === 'failed' || row.phase === 'queued') putOff(next, row.cause === 'fail' ? undefined : lane, row);
  const entry = entryOf(lane, row);
  if (entry !== undefined && row.label !== undefined) {
    next.journal = (next.journal ?? Entries.of([])).put(row.label, entry);
    if (row.note?.per !== undefined) next.kept = withStep(lane, row.note.per, row.label, entry);
    return next;
  }
  return afterCause(next, lane, row);
}

/** A lane without `due`, `pending`, `unreduced` and `stopped`. Most lanes have none of these, and to copy without them costs as much as a move. */
function goingOn(lane: Lane): Lane {
  if (!('due' in lane || 'pending' in lane || 'unreduced' in lane || 'stopped' in lane)) return lane;
  const { due: _due, pending: _pending, unreduced: _unreduced, stopped: _stopped, ...rest } = lane;
  return rest;
}

/** Keeps what a lane that is now `failed`, or `queued` to be resumed, was about to do, until it goes on. */
function putOff(next: Writable<Lane>, lane: Lane | undefined, { phase, note }: Row): void {
  const pending = note?.pending ?? lane?.pending;
  const unreduced = note?.unreduced ?? lane?.unreduced;
  const stopped = phase === 'failed' ? (note?.failure ?? lane?.stopped) : undefined;
  if (pending !== undefined) next.pending = pending;
  if (unreduced !== undefined) next.unreduced = unreduced;
  if (stopped !== undefined) next.stopped = stopped;
}

function afterCause(next: Lane, before: Lane, row: Row): Lane {
  if (endsFork(row)) return afterActivity(next, row);
  if (row.cause === 'resume' && (row.phase === 'running' || next.pending === 'running')) return { ...next, attempt: 1 };
  if (row.cause === 'spend' && row.label !== undefined && row.note?.step === undefined) {
    return { ...next, counted: withSpent(next.counted, row.label, row) };
  }
  // A thread that was to begin later does.
  if (row.cause === 'timer' && before.phase === 'queued') return { ...next, entered: row.time };
  if (row.cause === 'timer' && row.label !== undefined && row.phase === before.phase) {
    return withFired(next, row.label);
  }
  if (row.cause === 'edit' && before.pending === 'open' && row.changes !== undefined) {
    return { ...next, decided: [...(next.decided ?? []), ...(row.note?.decides ?? Object.keys(row.changes))] };
  }
  return next;
}

/** An activity ended: a subgraph's lanes are gone, and what was journaled stays for the attempts of one visit, unless what it found was refused. */
function afterActivity(lane: Lane, row: Row): Lane {
  const { fork: _fork, counted: _counted, ...rest } = lane;
  const failure = row.note?.failure;
  if (failure === undefined) return rest;
  const next = { ...rest, attempt: failure.attempt + 1, failures: [...lane.failures, failure] };
  if (failure.refused === undefined) return next;
  const { journal, ...forgetful } = next;
  const kept = journal?.kept();
  return kept === undefined ? forgetful : { ...forgetful, journal: kept };
}

function entryOf(lane: Lane, row: Row): Entry | undefined {
  const guarded = row.note?.guarded && { guarded: true as const };
  if (row.cause === 'timer') return endsSleep(lane, row) ? { kind: 'slept' } : undefined;
  if (row.cause === 'step')
    return { kind: 'step', value: row.note?.value, ...(row.note?.keep && { keep: true }), ...guarded };
  if (row.cause === 'save') return { kind: 'saved' };
  if (row.cause === 'ask') {
    return { kind: 'ask', payload: row.note?.value, ...guarded, ...(row.note?.child && { child: row.note.child }) };
  }
  if (row.cause === 'answer') return { kind: 'answer', value: row.note?.value, ...guarded };
  if (row.cause === 'sleep') return { kind: 'sleep', until: row.note?.at ?? row.time };
  return undefined;
}

/** Whether a timer's row is the end of a sleep: its lane goes on, or it says so. */
function endsSleep({ phase }: Lane, row: Row): boolean {
  return row.note?.slept === true || (phase === 'suspended' && row.phase !== 'suspended');
}
