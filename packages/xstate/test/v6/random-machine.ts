import { createMachine, type AnyActorLogic, type AnyStateMachine } from 'xstate6';
import {
  eventNamed,
  eventOf,
  most,
  statesOf,
  stateNames,
  type ActionDraft,
  type Draft,
  type StateDraft,
  type TransitionDraft,
} from '../engine/random-machine.ts';

interface Given {
  readonly context: { readonly count: number; readonly trail: readonly string[]; readonly sent: number };
  readonly event: { readonly type: string };
  readonly self: object;
  readonly parent?: object;
  readonly system: { readonly get: (key: string) => object | undefined };
  readonly actions: Readonly<Record<string, (...args: readonly unknown[]) => void>>;
  readonly actors: Readonly<Record<string, AnyActorLogic>>;
  readonly children: Readonly<Record<string, object | undefined>>;
}

interface Enqueue {
  (action: unknown, ...args: readonly unknown[]): void;
  raise(event: object, options?: object): void;
  cancel(id: string): void;
  sendTo(actor: object | undefined, event: object, options?: object): void;
  emit(event: object): void;
  log(text: string): void;
  spawn(logic: AnyActorLogic | undefined, options: object): object;
  stop(actor: object | undefined): void;
}

/** What an action changes of the context. */
type Change = object | undefined | void;

const delays = [5, 10, 10, 25];

const makers: Readonly<Record<ActionDraft['type'], (n: number, given: Given, enq: Enqueue) => Change>> = {
  named: (n, { actions }, enq) => enq(actions[`act${n % 3}`], { n }),
  count: (_n, { context }) => ({ count: context.count + 1 }),
  trail: (n, { context }) => ({ trail: [...context.trail, `${n}`].slice(-4) }),
  raise: (n, given, enq) => sending(given, () => enq.raise(eventOf(n))),
  later: (n, given, enq) =>
    sending(given, () => enq.raise(eventOf(n), { id: `later${n % 2}`, delay: delays[n % delays.length] })),
  cancel: (n, _given, enq) => enq.cancel(`later${n % 2}`),
  self: (n, given, enq) => sending(given, () => enq.sendTo(given.self, eventOf(n))),
  emit: (n, _given, enq) => enq.emit({ type: 'emitted', n }),
  log: (n, _given, enq) => enq.log(`log ${n}`),
  spawn: (n, given, enq) => spawned(`kid${n % 2}`, n, given, enq),
  stop: (n, { children }, enq) => enq.stop(children[`kid${n % 2}`]),
  tell: (n, given, enq) => {
    const kid = given.children[`kid${n % 2}`];
    return kid === undefined ? undefined : sending(given, () => enq.sendTo(kid, eventOf(n)));
  },
  bySystem: (n, given, enq) =>
    sending(given, () => {
      enq.sendTo(given.system.get('helper') ?? given.self, eventOf(n), { delay: 15, id: `by${n}` });
    }),
  ref: (_n, given, enq) => spawned('kid0', 9, given, enq),
  throw: (n, { context }) => {
    if (context.count % 7 === 5) throw new Error(`thrown ${n}`);
    return undefined;
  },
};

/** A child of an id that is taken XState refuses to begin. */
function spawned(id: string, n: number, { children, actors, context: { sent } }: Given, enq: Enqueue): Change {
  if (children[id] !== undefined || sent === most) return undefined;
  return { sent: sent + 1, ref: enq.spawn(actors['kid'], { id, input: { n } }) };
}

function sending({ context: { sent } }: Given, send: () => void): Change {
  if (sent === most) return undefined;
  send();
  return { sent: sent + 1 };
}

function answering(n: number) {
  return ({ parent }: Given, enq: Enqueue): void => {
    if (parent !== undefined) enq.sendTo(parent, eventOf(n));
  };
}

interface KidContext {
  readonly context: { readonly got: number };
}

const kid = createMachine({
  id: 'kid',
  context: ({ input }: { input?: { n: number } }) => ({ n: input?.n ?? 0, got: 0 }),
  initial: 'on',
  on: {
    A: ({ context, ...given }: Given & KidContext, enq: Enqueue) => {
      answering(1)({ context, ...given }, enq);
      return { context: { ...context, got: context.got + 1 } };
    },
    C: ({ parent }: Given, enq: Enqueue) => {
      if (parent !== undefined) enq.sendTo(parent, { type: 'D' }, { delay: 7, id: 'answer' });
    },
  },
  states: {
    on: { on: { B: { target: 'off' }, D: { target: 'over' } }, after: { 20: { target: 'off' } } },
    off: { entry: answering(2), on: { B: { target: 'on' }, D: { target: 'over' } } },
    over: { type: 'final' },
  },
  output: ({ context }: KidContext) => context.got,
} as never) as unknown as AnyStateMachine;

/** The machine of a draft in XState 6, a new one each time. */
export function machineOf({ root }: Draft): AnyStateMachine {
  const ids = stateNames(root);
  const actions = Object.fromEntries(['act0', 'act1', 'act2'].map((each) => [each, () => undefined]));
  return createMachine({
    ...config(root, 'r', ids),
    actors: { kid },
    actions,
    context: { count: 0, trail: [], sent: 0 },
    options: { maxIterations: 20 },
    invoke: { src: 'kid', id: 'helper', registryKey: 'helper' },
    on: { D: ({ children, event }: Given, enq: Enqueue) => enq.sendTo(children['helper'], event) },
  } as never) as unknown as AnyStateMachine;
}

function config(given: StateDraft, id: string, ids: readonly string[]): Record<string, unknown> {
  const states = statesOf(given);
  const [first] = states;
  if (given.kind === 'history')
    return { id, type: 'history', history: given.deep ? 'deep' : 'shallow', target: `#${id.slice(0, -1)}0` };
  const entry = acting(given.entry);
  if (given.kind === 'final') return { id, type: 'final', entry };
  const on: Record<string, unknown[]> = {};
  for (const each of given.on) (on[eventNamed(each.event)] ??= []).push(transitionOf(each, ids));
  return {
    id,
    ...(first !== undefined && given.kind === 'parallel' ? { type: 'parallel' } : {}),
    ...(first !== undefined && given.kind !== 'parallel' ? { initial: `${id}0` } : {}),
    ...(first !== undefined
      ? { states: Object.fromEntries(states.map((each, at) => [`${id}${at}`, config(each, `${id}${at}`, ids)])) }
      : {}),
    entry,
    exit: acting(given.exit),
    on,
    always: given.always.map((each) => transitionOf({ ...each, guard: 1 + (each.guard % 4) }, ids)),
    after: Object.fromEntries(given.after.map((each) => [each.delay, transitionOf(each, ids)])),
    ...(given.invokes ? { invoke: invoked(id) } : {}),
  };
}

function invoked(id: string): object {
  return {
    src: 'kid',
    id: `in-${id}`,
    input: { n: 1 },
    onSnapshot: (given: Given, enq: Enqueue) => acting([{ type: 'trail', number: 0 }])(given, enq),
    onDone: (given: Given, enq: Enqueue) => acting([{ type: 'trail', number: 3 }])(given, enq),
  };
}

function transitionOf({ target, guard, reenter, actions }: TransitionDraft, ids: readonly string[]) {
  const id = ids[1 + (target % Math.max(1, ids.length - 1))];
  const to = target < 0 || id === undefined ? {} : { target: `#${id}`, reenter };
  return {
    ...(guard === 0 ? {} : { guard: ({ context }: Given) => context.count % (guard + 1) === guard }),
    to: (given: Given, enq: Enqueue) => ({ ...to, ...acting(actions)(given, enq) }),
  };
}

/** Has actions done in order, each with the context that those before it left. */
function acting(actions: readonly ActionDraft[]) {
  return (given: Given, enq: Enqueue): object => {
    let { context } = given;
    for (const { type, number } of actions)
      context = { ...context, ...makers[type](number, { ...given, context }, enq) };
    return context === given.context ? {} : { context };
  };
}
