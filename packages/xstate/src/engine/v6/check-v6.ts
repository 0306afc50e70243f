import { problem } from '@cairn/core/store';
import { BEGIN_WORK, isMachine, type Effect, type InnerLogic, type InnerMachine, type InnerSnapshot } from './inner.ts';
import { logicNamed, nodesOf } from './logic-at.ts';

interface Mistake {
  readonly path: string;
  readonly message: string;
}

/** A problem `machine/undurable` that lists what of a machine, and of those that it begins, can be seen to be begun never again. */
export function checkMachine(machine: InnerMachine): void {
  refuseOther(machine);
  const mistakes = [...mistakesIn(machine, new Set())];
  if (mistakes.length > 0) throw problem('machine/undurable', { machine: machine.id, mistakes });
}

/** What comes from JavaScript, or as another type, may be a machine of another XState, or none. */
function refuseOther(machine: Partial<InnerMachine>): void {
  if (typeof machine === 'object' && machine.sources !== undefined && machine.root !== undefined) return;
  const message = 'It is no machine of XState 6. One of XState 5 is hosted by "fromXState" of "@cairn/xstate".';
  throw problem('machine/undurable', { machine: machine?.id ?? '', mistakes: [{ path: machine?.id ?? '', message }] });
}

/** Why an actor of some logic cannot be hosted; undefined where it can. */
export function whyNot(logic: InnerLogic): string | undefined {
  if (isMachine(logic)) return undefined;
  if (!isOfCreateLogic(logic)) {
    return logic.start === undefined
      ? undefined
      : 'begins something in one process that tells things from there, as an observable does. Make a promise of it, or run it outside and send what it tells.';
  }
  return beginsMore(logic)
    ? 'has an effect that goes on in one process, as a callback and an observable have. Make a promise of it, or run it outside and send what it tells.'
    : undefined;
}

/** Whether it was made by `createLogic`, as promises and callbacks are: it begins its work by effects, which are seen. */
function isOfCreateLogic({ config }: InnerLogic): boolean {
  return typeof (config as { readonly run?: unknown } | undefined)?.run === 'function';
}

/** Whether logic begins more than the work of a promise; no where it cannot be asked without its input. */
function beginsMore(logic: InnerLogic): boolean {
  const self = { getSnapshot: () => ({ status: 'active' }) };
  try {
    const [snapshot, effects] = logic.initialTransition(undefined, { self, system: {} } as never);
    return effects.some((effect) => effect.type === BEGIN_WORK && !isPromiseWork(snapshot, effect));
  } catch {
    return false;
  }
}

/** Whether an effect by which logic begins work is that of a promise. */
export function isPromiseWork({ effects }: InnerSnapshot, { params }: Effect): boolean {
  const { key } = (params ?? {}) as { readonly key?: string };
  return key === undefined && effects?.['async'] !== undefined;
}

function* mistakesIn(machine: InnerMachine, seen: Set<unknown>): Iterable<Mistake> {
  if (seen.has(machine)) return;
  seen.add(machine);
  for (const node of nodesOf(machine.root)) {
    for (const [index, { src }] of node.invoke.entries())
      yield* mistakesOf(logicNamed(machine, src), `${node.id}/invoke/${index}`, src, seen);
  }
  for (const [name, logic] of Object.entries(machine.sources.actors))
    yield* mistakesOf(logic, `${machine.id}/actors/${name}`, name, seen);
}

function* mistakesOf(logic: InnerLogic | undefined, path: string, name: string, seen: Set<unknown>): Iterable<Mistake> {
  if (logic === undefined)
    yield { path, message: `There is no actor "${name}". Give it in setup({ actors }) or provide({ actors }).` };
  else if (isMachine(logic)) yield* mistakesIn(logic, seen);
  else if (!seen.has(logic)) {
    const why = whyNot(logic);
    if (why !== undefined) yield { path, message: `Actor "${name}" ${why}` };
  }
  seen.add(logic);
}
