import type { Context, Failure, ServiceDefinitions, StepOptions } from '@cairn/core';
import type { WorkerPolicy, WorkerRun } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import { personNode, type PersonOptions } from '../people/person.ts';
import { doUndoably, recordOf, toUndoIn, type Done, type Undone } from './undo-record.ts';
import type { ToUndo, Undo, UndoEvents, UndoProgress, UndoWorker } from './undoable-options.ts';

type Erased = UndoWorker<unknown, unknown, never>;

/** What undoes something, and what it is called in the state. */
export interface Undoing {
  readonly name: string;
  readonly worker: Erased;
}

/** What was done, by whatever version of a graph, as it is undone today: by what, of which version, and what it came to. */
export type Moved = (done: Pick<Undone, 'by' | 'version' | 'result'>) => Pick<Undone, 'by' | 'version' | 'result'>;

type Values = Readonly<Record<string, unknown>>;
type Run = (s: Values, ctx: Context) => unknown;

/** A node's function, by which is written what is to be undone: its steps, and itself where there is what undoes it. */
export function recording(
  run: Run,
  by: { readonly step: (name: string) => Done; readonly node: Done | undefined },
): Run {
  const { node } = by;
  const within: Run = (s, ctx) => run(s, withUndo(ctx, by.step));
  if (node === undefined) return within;
  return (s, ctx) =>
    doUndoably(ctx, { by: node, name: undefined, how: {} }, async (_key, done) => {
      const update = await within(s, ctx);
      await done(update);
      return update;
    });
}

/** A context whose steps may say what undoes them. */
function withUndo(ctx: Context, by: (name: string) => Done): Context {
  const step = async (
    key: string,
    action: (key: string) => unknown,
    { undo, ...how }: StepOptions & { readonly undo?: string } = {},
  ): Promise<unknown> => {
    if (undo === undefined) return ctx.step(key, () => action(ctx.key(key)), how);
    return doUndoably(ctx, { by: by(undo), name: key, how }, (own, done) =>
      ctx.step(
        key,
        async () => {
          const result = await action(own);
          await done(result);
          return result;
        },
        how,
      ),
    );
  };
  return new Proxy(ctx, {
    get: (target, name) => (name === 'step' ? step : (Reflect.get(target, name, target) as unknown)),
  });
}

/** How often something is undone where nothing else is said: whatever is in the way is likely to pass. */
const policy: WorkerPolicy = { retry: { attempts: 10, backoff: '1s', factor: 4, max: '1h', jitter: 0.2 } };

const nextOf = ({ toUndo, undone, left }: UndoProgress): ToUndo | undefined => toUndo[undone.length + left.length];

/** The nodes that undo, one after another; `endOf` says where it ends. */
export function unwindingNodes(
  undoings: ReadonlyMap<string, Undoing>,
  moved: Moved,
  ends: {
    readonly endOf: (s: UndoProgress & Values) => string;
    readonly among: readonly string[];
    readonly asks: boolean;
  },
): object {
  const nodeOf = (by: string): string => `undo-${undoings.get(by)?.name}`;
  const choosing = {
    choose: (s: UndoProgress & Values) => {
      const by = nextBy(s, moved);
      return by === undefined ? ends.endOf(s) : nodeOf(by);
    },
    among: [...[...undoings.keys()].map(nodeOf), ...ends.among],
  };
  const stuck = {
    to: 'ask',
    label: 'it cannot be undone',
    update: (_s: unknown, { message }: Failure) => ({ stuck: message }),
  };
  const nodes = [...undoings].map(([by, { name, worker }]) => [
    nodeOf(by),
    {
      ...policy,
      ...(typeof worker !== 'function' && (({ run: _run, ...own }) => own)(worker)),
      run: undoOne(by, { name, worker }, moved),
      ...(ends.asks && { onError: stuck }),
      next: 'undoing',
    },
  ]);
  return {
    undo: {
      run: async (_s: unknown, ctx: Context) => ({ toUndo: await toUndoIn(ctx, (done) => namedToday(moved(done))) }),
      next: 'undoing',
    },
    ...Object.fromEntries(nodes),
    undoing: { next: choosing },
  };
}

function namedToday({ by, version }: ReturnType<Moved>): Omit<ToUndo, 'at'> {
  return { step: by, ...(version !== undefined && { version }) };
}

/** What undoes today what is to be undone next. */
function nextBy(s: UndoProgress, moved: Moved): string | undefined {
  const next = nextOf(s);
  if (next === undefined) return undefined;
  const { step, version } = next;
  return moved({ by: step, ...(version !== undefined && { version }) }).by;
}

function undoOne(by: string, { name, worker }: Undoing, moved: Moved) {
  const run = (typeof worker === 'function' ? worker : worker.run) as WorkerRun<Undo<unknown, unknown>, unknown>;
  return async (s: UndoProgress & Values, ctx: Context): Promise<object> => {
    // Within a node, an older version may have called by this name what another undoes today.
    if (nextBy(s, moved) !== by) return {};
    const record = recordOf(ctx);
    const at = nextOf(s)?.at ?? '';
    const found = await record.get(at);
    // A rewind may lead to where it was not undone yet: what there is no record of is undone, or was done by another thread.
    if (found !== undefined) {
      const { key, lane } = found.value;
      await run({ state: s, result: moved(found.value).result, key, lane, reason: s.undoReason ?? '' }, ctx);
      ctx.write(record.drop(at));
    }
    return { undone: [name] };
  };
}

/** How people are asked about what cannot be undone, without its types. */
export type Person = PersonOptions<never> & {
  readonly notice?: (about: { readonly step: string; readonly reason: string }) => Notice;
};

/** Asks a person about what could not be undone; where nobody decides, it is left as it is. */
export function askingNodes(
  { name, services }: { readonly name: string; readonly services?: ServiceDefinitions },
  { undoings, moved }: { readonly undoings: ReadonlyMap<string, Undoing>; readonly moved: Moved },
  person: Person,
): object {
  const stepAt = (s: UndoProgress): string => undoings.get(nextBy(s, moved) ?? '')?.name ?? '';
  const leave = (s: UndoProgress): object => ({ left: [stepAt(s)], stuck: undefined });
  const notice = (s: UndoProgress): Notice => {
    const about = { step: stepAt(s), reason: s.stuck ?? '' };
    const text = `"${about.step}" could not be undone: ${about.reason}`;
    return person.notice?.(about) ?? { subject: `${name} needs a person`, text };
  };
  return {
    ask: personNode(person as PersonOptions, {
      pattern: name,
      services,
      notice,
      late: 'leave',
      on: {
        again: {
          to: 'undoing',
          update: (_s: unknown, { by }: UndoEvents['again']) => ({ by, stuck: undefined }),
        },
        leave: {
          to: 'undoing',
          update: (s: UndoProgress, { by }: UndoEvents['leave']) => ({ ...leave(s), by }),
        },
      },
    }),
    ...(person.deadline !== undefined && { leave: { run: leave, next: 'undoing' } }),
  };
}
