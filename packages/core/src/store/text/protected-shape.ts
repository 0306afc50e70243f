/**
 * Where in what is stored the author's values stand.
 *
 * 1. Cairn's own facts are never sealed, whatever a key of the state is called.
 * 2. A fact that is added to a row, a lane or a fork does not compile until its rule stands here.
 */

import type { Fork, Lane } from '../../advance/state/lane.ts';
import type { Note, Opened, OpenedLane, Row } from '../../advance/state/row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Failure } from '../../definition/context.ts';
import type { StoredRow } from '../contract/store.ts';

/** What a part of a stored text is. */
export type Rule =
  /** A fact of Cairn's. */
  | 'fact'
  /** A value of the author's, which belongs to no key. */
  | 'value'
  /** Values by key. */
  | 'values'
  /** Changes by key. */
  | 'changes'
  /** What can be guessed what protected keys hold from. */
  | 'secret'
  /** A visit's journal: entries by the name of a step or a question. */
  | 'journal'
  /** What `verify` refused, and why. */
  | 'refused'
  | { readonly parts: Readonly<Record<string, Rule>> }
  | { readonly each: Rule }
  /** Parts by names that are no keys. */
  | { readonly all: Rule };

const failure: Rule = {
  parts: {
    name: 'fact',
    message: 'fact',
    code: 'fact',
    cause: 'fact',
    errors: 'fact',
    thrown: 'fact',
    stack: 'fact',
    attempt: 'fact',
    at: 'fact',
    refused: 'refused',
    fatal: 'fact',
  } satisfies Record<keyof Failure, Rule>,
};

/** What a note holds; its `value` goes by the row's name as well. */
export const noteShape: Rule = {
  parts: {
    failure,
    value: 'value',
    guarded: 'fact',
    to: 'fact',
    sent: 'fact',
    context: 'values',
    keep: 'fact',
    per: 'fact',
    slept: 'fact',
    ended: 'fact',
    came: 'fact',
    child: 'fact',
    parent: 'fact',
    input: 'secret',
    amount: 'fact',
    reason: 'fact',
    pending: 'fact',
    at: 'fact',
    later: 'fact',
    due: 'fact',
    lane: 'fact',
    cancelled: 'fact',
    beside: 'fact',
    decides: 'fact',
    reduced: 'values',
    merged: 'fact',
    left: 'fact',
    step: 'fact',
    tried: 'fact',
    final: 'fact',
    unreduced: 'changes',
    fingerprint: 'fact',
    from: 'fact',
  } satisfies Record<keyof Note, Rule>,
};

const openedLane: Rule = {
  parts: {
    path: 'fact',
    node: 'fact',
    phase: 'fact',
    changes: 'changes',
    seed: 'values',
    transient: 'values',
    needs: 'fact',
    waits: 'fact',
  } satisfies Record<keyof OpenedLane, Rule>,
};

/** What a row's detail holds. */
export const detailShape: Rule = {
  parts: {
    opened: {
      parts: {
        by: 'fact',
        graph: 'fact',
        then: 'fact',
        shares: 'fact',
        need: 'fact',
        limit: 'fact',
        comes: 'fact',
        lanes: { each: openedLane },
      } satisfies Record<keyof Opened, Rule>,
    },
    attempt: 'fact',
    duration: 'fact',
    due: 'fact',
    asOf: 'fact',
    turn: 'fact',
    waits: 'fact',
    note: noteShape,
    transient: 'values',
  } satisfies Record<Exclude<keyof Row, keyof StoredRow>, Rule>,
};

const fork: Rule = {
  parts: {
    by: 'fact',
    at: 'fact',
    then: 'fact',
    need: 'fact',
    limit: 'fact',
    hasNeeds: 'fact',
    lanes: 'fact',
    closed: 'fact',
    queued: 'fact',
    queue: 'fact',
    base: 'values',
    shares: 'fact',
    came: 'fact',
    written: 'fact',
  } satisfies Record<keyof Fork, Rule>,
};

const lane: Rule = {
  parts: {
    path: 'fact',
    parent: 'fact',
    opened: 'fact',
    graph: 'fact',
    node: 'fact',
    phase: 'fact',
    visits: 'fact',
    named: 'fact',
    entered: 'fact',
    counted: 'fact',
    rounds: 'fact',
    spent: 'fact',
    lately: 'fact',
    transitions: 'fact',
    values: 'values',
    local: 'values',
    transient: 'values',
    seed: 'values',
    shares: 'fact',
    delta: 'changes',
    context: 'values',
    attempt: 'fact',
    failures: { each: failure },
    error: failure,
    journal: 'journal',
    kept: { all: { all: 'journal' } },
    due: 'fact',
    fork,
    stopped: failure,
    pending: 'fact',
    unreduced: 'changes',
    fired: 'fact',
    waits: 'fact',
    began: 'fact',
    needs: 'fact',
    decided: 'fact',
    // How a snapshot writes what it does not keep as it is.
    sums: 'values',
    base: 'values',
  } satisfies Record<keyof Lane | 'sums' | 'base', Rule>,
};

/** What a snapshot holds. */
export const snapshotShape: Rule = {
  parts: {
    thread: 'fact',
    seq: 'fact',
    time: 'fact',
    transitions: 'fact',
    spent: 'fact',
    lately: 'fact',
    rewinds: 'fact',
    cancelled: 'fact',
    parent: 'fact',
    hasChildren: 'fact',
    late: 'fact',
    input: 'secret',
    lanes: { each: lane },
  } satisfies Record<keyof Snapshot, Rule>,
};

/** What the cache keeps of a node's run. */
export const cachedShape: Rule = { parts: { changes: 'changes', update: 'values', replaced: 'fact' } };
