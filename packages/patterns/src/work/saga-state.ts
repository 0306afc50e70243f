import type { ErasedSaga, StepFailure } from './saga-options.ts';

/** The state of a saga, without the types of what its steps find. */
export interface SagaState extends Readonly<Record<string, unknown>> {
  readonly task: unknown;
  /** Steps in the order in which they began: written before they do anything. */
  readonly begun: readonly { readonly step: string; readonly key: string }[];
  /** Steps in the order in which they were done. */
  readonly done: readonly string[];
  readonly failures: readonly StepFailure[];
  readonly undone: readonly string[];
  /** What people left as it is. */
  readonly left: readonly string[];
  /** Why everything is undone; undefined while nothing stands against it. */
  readonly reason?: string;
  /** When what is at work is cut off. */
  readonly stopAt?: number;
  readonly stopped?: boolean;
  /** Why the last attempt to undo something came to nothing. */
  readonly stuck?: string;
  readonly step?: string;
  readonly key?: string;
  readonly failure?: StepFailure;
}

interface When {
  readonly thread: string;
  readonly now: number;
}

/** A step that was begun, and did not end. */
type Begun = SagaState['begun'][number];

/** Which steps are at work. */
export function atWork({ begun, done, failures, stopped }: SagaState): readonly Begun[] {
  if (stopped === true) return [];
  return begun.filter(({ step }) => !done.includes(step) && !failures.some((failure) => failure.step === step));
}

/** Which steps begin with the saga. */
export function begin(saga: ErasedSaga, s: SagaState, when: When): object {
  return { begun: next(saga, s, when) };
}

/** What changes when a step was done. */
export function stepDone(saga: ErasedSaga, s: SagaState, step: string, when: When): object {
  const then = { ...s, done: [...s.done, step] };
  return { done: [step], begun: next(saga, then, when) };
}

/** What begins now: steps whose needs are done, as many as there is room for; none once something stands against it. */
function next({ steps, limit = Infinity }: ErasedSaga, s: SagaState, { thread, now }: When): readonly Begun[] {
  if (s.reason !== undefined) return [];
  const ready = Object.entries(steps).filter(
    ([name, { needs = [] }]) =>
      s.begun.every(({ step }) => step !== name) && needs.every((need) => s.done.includes(need)),
  );
  const room = Math.max(0, limit - atWork(s).length);
  // The time makes another key of a step that is done again after a rewind: its effect may have been undone meanwhile.
  return ready.slice(0, room).map(([step]) => ({ step, key: `${thread}/${step}@${now.toString(36)}` }));
}

/** The step that is undone next: what did not end first, then what was done, the last one first. */
export function toUndo({ steps }: ErasedSaga, { begun, done, failures, undone, left }: SagaState): Begun | undefined {
  const open = begun.filter(({ step }) => !done.includes(step));
  const closed = done.flatMap((name) => begun.find(({ step }) => step === name) ?? []);
  return [...closed, ...open].findLast(
    ({ step }) =>
      steps[step]?.undo !== undefined &&
      !undone.includes(step) &&
      !left.includes(step) &&
      !failures.some((failure) => failure.step === step && failure.nothing === true),
  );
}

/** What the steps found that a step needs, directly or through others; all there is, for a step that is undone. */
export function resultsFor({ steps }: ErasedSaga, s: SagaState, names: readonly string[]): Record<string, unknown> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    for (const need of steps[name]?.needs ?? []) add(need);
  };
  for (const name of names) add(name);
  const found = [...all].filter((name) => steps[name]?.result !== undefined && s[name] !== undefined);
  return Object.fromEntries(found.map((name) => [name, s[name]]));
}
