import fc from 'fast-check';
import {
  assign,
  cancel,
  emit,
  enqueueActions,
  forwardTo,
  log,
  raise,
  sendParent,
  setup,
  stopChild,
  type AnyStateMachine,
} from 'xstate';

/** What a machine is made of, as data, so that it can be made again. */
export interface Draft {
  readonly root: StateDraft;
}

export interface StateDraft {
  readonly kind: 'plain' | 'parallel' | 'final' | 'history';
  readonly deep: boolean;
  readonly states: readonly StateDraft[];
  readonly entry: readonly ActionDraft[];
  readonly exit: readonly ActionDraft[];
  readonly on: readonly TransitionDraft[];
  readonly always: readonly TransitionDraft[];
  readonly after: readonly (TransitionDraft & { readonly delay: number })[];
  readonly invokes: boolean;
}

export interface TransitionDraft {
  readonly event: number;
  /** Which state of all it leads to; none for negative ones. */
  readonly target: number;
  readonly guard: number;
  readonly reenter: boolean;
  readonly actions: readonly ActionDraft[];
}

export interface ActionDraft {
  readonly type: keyof typeof makers;
  readonly number: number;
}

export const events = ['A', 'B', 'C', 'D'];
const delays = [5, 10, 10, 25];

interface Given {
  readonly context: { readonly count: number; readonly trail: readonly string[]; readonly sent: number };
  readonly event: { readonly type: string };
}

interface Self {
  getSnapshot(): unknown;
}

/** What an action that enqueues others is given. */
interface Enqueuing extends Given {
  readonly enqueue: {
    assign(change: object): void;
    raise(event: object, options: object): void;
    sendTo(actor: unknown, event: object, options?: object): void;
    spawnChild(src: string, options: object): void;
  };
  readonly self: Self;
  readonly system: { get(id: string): unknown };
}

/**
 * How many events a machine sends and actors it begins in all, but for what it raises at once, which XState counts. Events that lead to events would go on for ever, and
 * timers, and those of children, that lead to several each would soon be thousands.
 */
export const most = 40;

function sending(send: (given: Enqueuing) => void) {
  return enqueueActions((told) => {
    const given = told as unknown as Enqueuing;
    const { sent } = given.context;
    if (sent === most) return;
    given.enqueue.assign({ sent: sent + 1 });
    send(given);
  });
}

const makers = {
  named: (n: number) => ({ type: `act${n % 3}`, params: { n } }),
  count: () => assign({ count: ({ context }: Given) => context.count + 1 }),
  trail: (n: number) => assign({ trail: ({ context }: Given) => [...context.trail, `${n}`].slice(-4) }),
  raise: (n: number) => raise(() => eventOf(n)),
  later: (n: number) =>
    sending(({ enqueue }) => enqueue.raise(eventOf(n), { id: `later${n % 2}`, delay: delays[n % delays.length] })),
  cancel: (n: number) => cancel(`later${n % 2}`),
  self: (n: number) => sending(({ enqueue, self }) => enqueue.sendTo(self, eventOf(n))),
  emit: (n: number) => emit({ type: 'emitted', n }),
  log: (n: number) => log(`log ${n}`),
  spawn: (n: number) => sending(({ enqueue }) => enqueue.spawnChild('kid', { id: `kid${n % 2}`, input: { n } })),
  stop: (n: number) => stopChild(`kid${n % 2}`),
  tell: (n: number) =>
    sending(({ enqueue, self }) => {
      const id = `kid${n % 2}`;
      if (id in childrenOf(self)) enqueue.sendTo(id, eventOf(n));
    }),
  bySystem: (n: number) =>
    sending(({ enqueue, self, system }) =>
      enqueue.sendTo(system.get('helper') ?? self, eventOf(n), { delay: 15, id: `by${n}` }),
    ),
  ref: () =>
    assign(({ context, spawn }: Given & { readonly spawn: (src: string, options: object) => unknown }) => ({
      ...(context.sent < most && { sent: context.sent + 1, ref: spawn('kid', { id: 'kid0', input: { n: 9 } }) }),
    })),
  throw: (n: number) =>
    assign(({ context }: Given) => {
      if (context.count % 7 === 5) throw new Error(`thrown ${n}`);
      return {};
    }),
};

export function eventNamed(n: number): string {
  return events[n % events.length] as string;
}

export function eventOf(n: number) {
  return { type: eventNamed(n) };
}

const small = fc.nat({ max: 11 });
const action: fc.Arbitrary<ActionDraft> = fc.record({
  type: fc.constantFrom(...(Object.keys(makers) as (keyof typeof makers)[])),
  number: small,
});
const transition: fc.Arbitrary<TransitionDraft> = fc.record({
  event: small,
  target: fc.integer({ min: -2, max: 9 }),
  guard: fc.nat({ max: 4 }),
  reenter: fc.boolean(),
  actions: fc.array(action, { maxLength: 2 }),
});

const { state } = fc.letrec<{ state: StateDraft }>((tie) => ({
  state: fc.record({
    kind: fc.constantFrom('plain', 'plain', 'plain', 'parallel', 'final', 'history'),
    deep: fc.boolean(),
    states: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('state'), { maxLength: 3 }),
    ),
    entry: fc.array(action, { maxLength: 2 }),
    exit: fc.array(action, { maxLength: 1 }),
    on: fc.array(transition, { maxLength: 3 }),
    always: fc.array(transition, { maxLength: 1 }),
    after: fc.array(fc.record({ ...fields(), delay: fc.constantFrom(5, 10, 30) }), { maxLength: 1 }),
    invokes: fc.boolean(),
  }),
}));

function fields() {
  return {
    event: small,
    target: fc.integer({ min: -2, max: 9 }),
    guard: fc.nat({ max: 4 }),
    reenter: fc.boolean(),
    actions: fc.array(action, { maxLength: 2 }),
  };
}

/** A machine of three states at least. */
export const draft: fc.Arbitrary<Draft> = fc.array(state, { minLength: 3, maxLength: 4 }).map((states) => ({
  root: {
    kind: 'plain',
    deep: false,
    states: [plainOf(states[0] as StateDraft), ...states.slice(1)],
    entry: [],
    exit: [],
    on: [],
    always: [],
    after: [],
    invokes: false,
  },
}));

function plainOf(given: StateDraft): StateDraft {
  return { ...given, kind: given.kind === 'parallel' ? 'parallel' : 'plain' };
}

function childrenOf(self: Self): object {
  return (self.getSnapshot() as { readonly children: object }).children;
}

const kid = setup({ types: {} }).createMachine({
  id: 'kid',
  context: ({ input }) => ({ n: (input as { n: number } | undefined)?.n ?? 0, got: 0 }),
  initial: 'on',
  on: {
    A: { actions: [assign({ got: ({ context }) => context.got + 1 }), sendParent(eventOf(1))] },
    C: { actions: sendParent({ type: 'D' }, { delay: 7 }) },
  },
  states: {
    on: { on: { B: 'off', D: 'over' }, after: { 20: 'off' } },
    off: { entry: sendParent(eventOf(2)), on: { B: 'on', D: 'over' } },
    over: { type: 'final' },
  },
  output: ({ context }) => context.got,
});

/** The machine of a draft, a new one each time; `letter` is what the names of its states begin with. */
export function machineOf({ root }: Draft, letter = 'r'): AnyStateMachine {
  const ids = stateNames(root, letter);
  const actions = Object.fromEntries(['act0', 'act1', 'act2'].map((each) => [each, () => undefined]));
  return setup({ actors: { kid }, actions }).createMachine({
    ...config(root, letter, ids),
    context: { count: 0, trail: [], sent: 0 },
    options: { maxIterations: 20 },
    invoke: { src: 'kid', id: 'helper', systemId: 'helper' },
    on: { D: { actions: forwardTo('helper') } },
  } as never) as unknown as AnyStateMachine;
}

/** The ids of all states of a draft that may be led to, its root's first. */
export function stateNames(root: StateDraft, letter = 'r'): readonly string[] {
  const ids: string[] = [];
  name(root, letter, ids);
  return ids;
}

function name(given: StateDraft, id: string, into: string[]): void {
  if (given.kind !== 'history') into.push(id);
  for (const [index, each] of statesOf(given).entries()) name(each, `${id}${index}`, into);
}

/** A state has regions that are states, and begins in one that can be begun in. */
export function statesOf(given: StateDraft): readonly StateDraft[] {
  if (given.kind === 'final' || given.kind === 'history') return [];
  const [first, ...others] = given.states;
  if (first === undefined) return [];
  if (given.kind === 'parallel') return given.states.map(plainOf);
  return [plainOf(first), ...others];
}

function config(given: StateDraft, id: string, ids: readonly string[]): Record<string, unknown> {
  const states = statesOf(given);
  if (given.kind === 'history') return { id, type: 'history', history: given.deep ? 'deep' : 'shallow' };
  const entry = given.entry.map(made);
  if (given.kind === 'final') return { id, type: 'final', entry };
  const on: Record<string, unknown[]> = {};
  for (const each of given.on) (on[eventNamed(each.event)] ??= []).push(transitionOf(each, ids));
  return {
    id,
    ...(states.length > 0 && given.kind === 'parallel' ? { type: 'parallel' } : {}),
    ...(states.length > 0 && given.kind !== 'parallel' ? { initial: `${id}0` } : {}),
    ...(states.length > 0
      ? { states: Object.fromEntries(states.map((each, at) => [`${id}${at}`, config(each, `${id}${at}`, ids)])) }
      : {}),
    entry,
    exit: given.exit.map(made),
    on,
    always: given.always.map((each) => ({ ...transitionOf(each, ids), guard: guardOf(1 + (each.guard % 4)) })),
    after: Object.fromEntries(given.after.map((each) => [each.delay, transitionOf(each, ids)])),
    ...(given.invokes
      ? {
          invoke: {
            src: 'kid',
            id: `in-${id.slice(1)}`,
            input: { n: 1 },
            onSnapshot: { actions: made({ type: 'trail', number: 0 }) },
            onDone: { actions: made({ type: 'trail', number: 3 }) },
          },
        }
      : {}),
  };
}

function transitionOf({ target, guard, reenter, actions }: TransitionDraft, ids: readonly string[]): object {
  const id = ids[1 + (target % Math.max(1, ids.length - 1))];
  return {
    ...(target < 0 || id === undefined ? {} : { target: `#${id}`, reenter }),
    ...(guard === 0 ? {} : { guard: guardOf(guard) }),
    actions: actions.map(made),
  };
}

function guardOf(n: number) {
  return ({ context }: Given) => context.count % (n + 1) === n;
}

function made({ type, number }: ActionDraft): unknown {
  return makers[type](number);
}
