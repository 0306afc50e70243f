import { toMilliseconds, type AnyGraph, type Duration, type Failure, type Schema } from '@cairn/core';
import { unfit } from '../kit/unfit.ts';
import { workedBy, type WorkerPolicy } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import { personNode, type PersonOptions } from '../people/person.ts';
import { nothingDoneCode } from './nothing-done.ts';
import type { ErasedSaga, SagaEvents } from './saga-options.ts';
import { atWork, resultsFor, stepDone, toUndo, type SagaState } from './saga-state.ts';

interface When {
  readonly thread: string;
  readonly now: number;
}

/** The nodes that do the steps: a lane each, that come as their needs are done, and go. */
export function doingNodes(saga: ErasedSaga): object {
  const { steps, grace = '1m' } = saga;
  const names = Object.keys(steps);
  const nodes = names.map((name) => [name, doNode(saga, name)] as const);
  return {
    work: {
      on: {
        callOff: {
          label: 'callOff',
          when: (s: SagaState) => s.reason === undefined,
          update: (_s: SagaState, { by, reason }: SagaEvents['callOff'], { now }: When) => ({
            ...against(reason ?? `called off by ${by}`, grace, now),
            by,
          }),
        },
      },
      after: [
        {
          at: cutOff,
          label: 'its grace is over',
          update: () => ({ stopped: true }),
        },
      ],
      next: {
        each: (s: SagaState) =>
          atWork(s).map((begun) => ({ ...begun, ...resultsFor(saga, s, steps[begun.step]?.needs ?? []) })),
        id: (s: SagaState) => s.step ?? '',
        to: 'begin',
        onClosed: ({ state }: { readonly state: SagaState }, s: SagaState, when: When) => closed(saga, state, s, when),
        until: (s: SagaState) => atWork(s).length === 0,
        then: 'sum',
      },
    },
    begin: { next: { choose: (s: SagaState) => s.step, among: names } },
    ...Object.fromEntries(nodes),
  };
}

/** What comes once no step is at work any more. */
export const sumNode: object = {
  sum: {
    next: [{ when: (s: SagaState) => s.reason === undefined, to: 'allDone', label: 'all steps are done' }, 'undo'],
  },
};

/** The node of a graph that does the steps within limits: where it fails, what began is undone. */
export function limitedNode({ grace = '1m' }: ErasedSaga, steps: AnyGraph, keys: readonly string[]): object {
  return {
    graph: steps,
    share: keys.filter((key) => !['step', 'key', 'failure'].includes(key)),
    onError: {
      to: 'undo',
      keep: true,
      label: 'it failed',
      update: (s: SagaState, { message }: Failure, { now }: When) =>
        s.reason === undefined ? against(message, grace, now) : {},
    },
    next: 'sum',
  };
}

function cutOff({ stopAt, stopped }: SagaState): number | undefined {
  return stopped === true ? undefined : stopAt;
}

function doNode(saga: ErasedSaga, name: string): object {
  const step = saga.steps[name];
  const nodeOf = workedBy(step?.do as never, {
    given: (s: SagaState) => ({ task: s.task, results: resultsFor(saga, s, step?.needs ?? []), key: s.key }),
    into: (found: unknown) => (step?.result === undefined ? {} : { [name]: found }),
    unfit: (found: unknown) => unfitResult(name, step?.result, found),
    limits: saga.limits,
  });
  return {
    ...nodeOf,
    onError: {
      to: 'sum',
      label: 'it failed',
      update: (_s: SagaState, { message, code }: Failure) => ({
        failure: { step: name, reason: message, ...(code === nothingDoneCode && { nothing: true }) },
      }),
    },
    next: 'sum',
  };
}

function unfitResult(step: string, schema: Schema | undefined, found: unknown): string | undefined {
  const mistake = schema && unfit(schema, found);
  return mistake && `What "${step}" found does not fit: ${mistake}`;
}

/** What a step that ended leaves. */
function closed(saga: ErasedSaga, lane: SagaState, s: SagaState, when: When): object {
  const { step = '', failure } = lane;
  const { grace = '1m' } = saga;
  if (failure !== undefined) {
    const said = s.reason === undefined ? against(`${step}: ${failure.reason}`, grace, when.now) : {};
    return { failures: [failure], ...said };
  }
  return { ...stepDone(saga, s, step, when), ...(saga.steps[step]?.result !== undefined && { [step]: lane[step] }) };
}

/** Why everything is undone, and how long what is at work may still take. */
function against(reason: string, grace: Duration, now: number): object {
  return { reason, stopAt: now + toMilliseconds(grace) };
}

/** How often something is undone where nothing else is said: whatever is in the way is likely to pass. */
const undoing: WorkerPolicy = { retry: { attempts: 10, backoff: '1s', factor: 4, max: '1h', jitter: 0.2 } };

/** The nodes that undo: a pass node that finds what is next, and one for each step that can be undone. */
export function undoingNodes(saga: ErasedSaga): object {
  const names = Object.keys(saga.steps).filter((name) => saga.steps[name]?.undo !== undefined);
  const hasPerson = saga.person !== undefined;
  const end = (s: SagaState): string => (s.left.length > 0 ? 'partlyUndone' : 'allUndone');
  return {
    undo: {
      next: {
        choose: (s: SagaState) => {
          const found = toUndo(saga, s);
          return found === undefined ? end(s) : `undo-${found.step}`;
        },
        among: [...names.map((name) => `undo-${name}`), 'allUndone', ...(hasPerson ? ['partlyUndone'] : [])],
      },
    },
    ...Object.fromEntries(names.map((name) => [`undo-${name}`, undoNode(saga, name)] as const)),
  };
}

function undoNode(saga: ErasedSaga, name: string): object {
  const given = (s: SagaState): object => ({
    task: s.task,
    result: s[name],
    results: resultsFor(saga, s, Object.keys(saga.steps)),
    key: s.begun.find(({ step }) => step === name)?.key ?? '',
    reason: s.reason ?? '',
  });
  const stuck = {
    to: 'ask',
    label: 'it cannot be undone',
    update: (_s: SagaState, { message }: Failure) => ({ stuck: message }),
  };
  return {
    ...workedBy(saga.steps[name]?.undo as never, {
      given,
      into: () => ({ undone: [name] }),
      unfit: () => undefined,
      // What was done is undone, whatever is left to spend.
      limits: undefined,
      policy: undoing,
    }),
    ...(saga.person !== undefined && { onError: stuck }),
    next: 'undo',
  };
}

/** Asks a person about what could not be undone; where nobody decides, it is left as it is. */
export function askingNodes(saga: ErasedSaga, person: NonNullable<ErasedSaga['person']>): object {
  const { notice = (about: { readonly step: string; readonly reason: string }) => defaultNotice(saga.name, about) } =
    person;
  const stuckAt = (s: SagaState): string => toUndo(saga, s)?.step ?? '';
  const leave = (s: SagaState): object => ({ left: [stuckAt(s)], stuck: undefined });
  return {
    ask: personNode(person as PersonOptions, {
      pattern: saga.name,
      services: saga.services,
      notice: (s: SagaState) => notice({ step: stuckAt(s), reason: s.stuck ?? '' }),
      late: 'leave',
      on: {
        again: { to: 'undo', update: (_s: SagaState, { by }: SagaEvents['again']) => ({ by, stuck: undefined }) },
        leave: { to: 'undo', update: (s: SagaState, { by }: SagaEvents['leave']) => ({ ...leave(s), by }) },
      },
    }),
    ...((person.deadline !== undefined || person.notifier !== undefined) && { leave: { run: leave, next: 'undo' } }),
  };
}

function defaultNotice(name: string, { step, reason }: { readonly step: string; readonly reason: string }): Notice {
  return { subject: `${name} needs a person`, text: `"${step}" could not be undone: ${reason}` };
}
