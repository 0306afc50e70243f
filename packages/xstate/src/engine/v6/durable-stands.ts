import type { Job, Standing } from '../engine.ts';
import type { DurableJob, DurableState } from './durable-state.ts';
import type { Persisted } from './inner.ts';
import { nextOf } from './timers.ts';

/** Where a machine stands, read from its state alone. */
export function durableStanding({ snapshot, jobs, timers, actions }: DurableState): Standing {
  const { status, output, error, value, context } = snapshot;
  const isOn = status === 'active';
  const due = isOn ? nextOf(timers)?.due : undefined;
  return {
    status: status as Standing['status'],
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    value,
    context,
    jobs: [
      ...(isOn ? jobs.map((job) => jobOf(job, snapshot)) : []),
      ...actions.map(({ job, actor, logic, actions: input }) => ({
        id: job,
        kind: 'actions' as const,
        src: input[0]?.type ?? '',
        actor,
        logic,
        input,
      })),
    ],
    ...(due !== undefined && due !== Infinity && { due }),
  };
}

function jobOf({ id, ids }: DurableJob, root: Persisted): Job {
  const logic: string[] = [];
  let snapshot: Readonly<Record<string, unknown>> = root;
  for (const each of ids) {
    const child = (snapshot as Persisted).children[each];
    if (child === undefined) break;
    logic.push(child.src);
    ({ snapshot } = child);
  }
  return { id, kind: 'promise', src: logic.at(-1) ?? '', actor: ids.join('/'), logic, input: snapshot['input'] };
}
