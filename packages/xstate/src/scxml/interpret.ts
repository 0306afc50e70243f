import { ancestorsOf, heldBy, isAtomic, isWithin, type DocState, type Transition } from './document.ts';
import { declare, doneData, execute, holds, runScripts } from './execute.ts';
import type { Run } from './run.ts';
import type { ScxmlEvent } from './scope.ts';
import { Entries, exitSet, inOrder, isNamed, selected } from './select.ts';

// The algorithm of the recommendation (appendix D). A macrostep goes on until nothing leads on without an event from outside:
// 1. Transitions that need no event come before internal events, and these before those from outside.
// 2. What is left is left from the inside out, in the reverse order of the text; what is entered is entered in its order.

/** How often a machine may go on without anything from outside. */
const most = 10_000;

/** Begins: gives variables their values, and enters the first states. */
export function begin(run: Run, values: Readonly<Record<string, unknown>>): void {
  const { root, states, late } = run.document;
  for (const { id, at, value } of root.data) {
    declare(run, id, Object.hasOwn(values, id) ? { literal: values[id] } : value, at);
  }
  for (const state of states.values()) if (!late) bind(run, state);
  runScripts(run);
  if (root.initial !== undefined) enter(run, [root.initial]);
  macrostep(run);
}

/** Takes an event from outside; whether anything was done by it. */
export function take(run: Run, event: ScxmlEvent): boolean {
  const transitions = hear(run, event);
  microstep(run, transitions);
  macrostep(run);
  return transitions.length > 0;
}

/** The ids of the states in which a machine is, those left out that hold some of them. */
export function atomicIn({ active }: Run): readonly string[] {
  return inOrder(active)
    .filter(isAtomic)
    .map(({ id }) => id);
}

/** Whether something would be done by an event. */
export function isTaken(run: Run, event: ScxmlEvent): boolean {
  return hear(run, event).length > 0;
}

function macrostep(run: Run): void {
  for (let count = 0; run.over === undefined; count += 1) {
    if (count > most) throw new Error(`The machine does not come to rest: it went on ${most} times without an event.`);
    const enabled = selected(run, ({ events, cond }) => events === undefined && holds(run, cond));
    if (enabled.length > 0) microstep(run, enabled);
    else {
      const event = run.internal.shift();
      if (event === undefined) return;
      microstep(run, hear(run, event));
    }
  }
}

function hear(run: Run, event: ScxmlEvent): readonly Transition[] {
  run.scope.hear(event);
  return selected(run, ({ events, cond }) => events !== undefined && isNamed(event.name, events) && holds(run, cond));
}

function microstep(run: Run, transitions: readonly Transition[]): void {
  if (transitions.length === 0) return;
  run.taken.push(...transitions);
  leave(run, exitSet(run, transitions).toReversed());
  for (const { content } of transitions) execute(run, content);
  enter(run, transitions);
}

function leave(run: Run, states: readonly DocState[]): void {
  for (const state of states) {
    for (const history of state.children.filter(({ kind }) => kind === 'history')) {
      const remembered = inOrder(run.active).filter((each) =>
        history.deep ? isAtomic(each) && isWithin(each, state) : each.parent === state,
      );
      run.history.set(history, remembered);
    }
  }
  for (const state of states) {
    for (const block of state.onexit) execute(run, block);
    run.active.delete(state);
  }
}

function enter(run: Run, transitions: readonly Transition[]): void {
  const entries = new Entries(run, transitions);
  for (const state of inOrder(entries.states)) {
    run.active.add(state);
    run.entered.push(state);
    if (run.document.late) bind(run, state);
    for (const block of state.onentry) execute(run, block);
    if (entries.begun.has(state)) execute(run, state.initial?.content ?? []);
    execute(run, entries.unknown.get(state)?.content ?? []);
    if (state.kind === 'final') end(run, state);
  }
}

/** Gives the variables of a state their values, the first time. */
function bind(run: Run, state: DocState): void {
  if (run.bound.has(state.id) || state.data.length === 0) return;
  run.bound.add(state.id);
  for (const { id, value, at } of state.data) declare(run, id, value, at);
}

function end(run: Run, state: DocState): void {
  const { parent } = state;
  const data = doneData(run, state.done);
  if (parent === undefined || parent.kind === 'scxml') {
    run.over = { data };
    run.timers = [];
    for (const each of inOrder(run.active).toReversed()) for (const block of each.onexit) execute(run, block);
    return;
  }
  run.internal.push({ name: `done.state.${parent.id}`, type: 'platform', data });
  const [grand] = ancestorsOf(parent);
  if (grand?.kind !== 'parallel' || !heldBy(grand).every((region) => isInFinal(run, region))) return;
  run.internal.push({ name: `done.state.${grand.id}`, type: 'platform' });
}

function isInFinal(run: Run, state: DocState): boolean {
  if (state.kind === 'parallel') return heldBy(state).every((each) => isInFinal(run, each));
  return state.children.some((each) => each.kind === 'final' && run.active.has(each));
}
