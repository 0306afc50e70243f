import type { ThreadEvent } from '@cairn/core';

type Changes = Extract<ThreadEvent, { type: 'checkpoint' }>['changes'];

/** What a checkpoint tells of what a node wrote, by key: what is new in what grows, otherwise the value, or how that differs. */
export function writtenBy(changes: Changes = {}): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(changes).map(([key, change]) => [key, newIn(change)]));
}

function newIn(change: object): unknown {
  const kind = 'patch' in change ? undefined : kinds.find((each) => Object.hasOwn(change, each));
  return kind === undefined ? change : (change as Readonly<Record<string, unknown>>)[kind];
}

const kinds = ['set', 'append', 'add', 'union', 'merge', 'upsert'];
