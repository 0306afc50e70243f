import type { AnyStateMachine } from 'xstate';
import { suggest } from '@cairn/core/store';
import type { Action } from '../engine.ts';
import { allWrittenIn, isActing, listOf, type Acting } from './addresses.ts';
import { logicAt } from './logic-at.ts';
import { isMachine } from './work.ts';

/** What an action that is still to be run is found by. */
export type PendingAction = Pick<Action, 'type' | 'address' | 'print' | 'bare'>;

/** The function of an action, which is none where nothing implemented it; or why it cannot be told. */
export type Found = { readonly run: Acting | undefined } | { readonly why: string };

/**
 * Finds an action that is still to be run in the machine that it is to be run by.
 *
 * 1. One with a name is what the machine implements under that name.
 * 2. One that is written in place is the one in its list that has its print, wherever in the list that stands.
 * 3. What cannot be told to be the same is not taken for it.
 */
export function pendingIn(machine: AnyStateMachine, logic: readonly string[], action: PendingAction): Found {
  if (action.bare === true) return { run: undefined };
  const own = logicAt(machine, logic);
  if (!isMachine(own)) return { why: `action "${action.type}" is still to be run, and its machine is gone` };
  return action.address === undefined ? named(own, action.type) : written(own, action.address, action.print);
}

function named({ implementations }: AnyStateMachine, type: string): Found {
  const run: unknown = implementations.actions[type];
  if (isActing(run)) return { run };
  const names = Object.entries(implementations.actions).flatMap(([name, each]) => (isActing(each) ? [name] : []));
  const why = run === undefined ? 'gone' : "one of XState's own now";
  return { why: `action "${type}" is still to be run, and is ${why}. ${suggest(type, names)}` };
}

function written(machine: AnyStateMachine, address: string, print: string | undefined): Found {
  const list = allWrittenIn(machine).filter((each) => listOf(each.address) === listOf(address));
  const found = list.find((each) => each.print === print);
  if (found !== undefined) return { run: found.action };
  const why = list.length === 0 ? 'none is written there any more' : 'none there is known to be the same';
  return { why: `the action that is written at "${address}" is still to be run, and ${why}` };
}
