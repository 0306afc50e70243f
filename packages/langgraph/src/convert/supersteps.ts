import { fatal, replace } from '@cairn/core';
import { step, type Ways } from './explore.ts';
import { upward } from './exit.ts';
import type { Step } from './hidden.ts';
import { end } from './lang-graph.ts';
import type { Nodes, State } from './nodes.ts';
import type { Shape } from './shape.ts';
import { idle, isIdle, superstep, type Task } from './superstep.ts';

const opens = 'step:lanes';
const begins = 'step:lane';

/**
 * The nodes by which nodes run beside each other as LangGraph has them run: what all of a step have led to begins when the last of them
 * is through, each in a lane, and their changes are applied in the order of LangGraph.
 */
export function stepNodes(shape: Shape, { together, after }: Ways, isUp: boolean): Nodes {
  if (together.size === 0 && after.size === 0) return {};
  const run = (state: State): object => {
    const ran = state['step:ran'] ?? [];
    const up = ran.find((each) => each.up !== undefined)?.up;
    if (up !== undefined) return { 'step:up': up, 'step:ran': replace([]), 'step:goto': upward };
    const { tasks, pending } = superstep(shape, state['step:pending'] ?? idle, ran);
    if (tasks.length === 0 && !isIdle(pending)) throw starved(shape, pending.arrived);
    const next: Step = { ...pending, tasks: tasks.length === 0 ? [] : tasks };
    const [task] = tasks;
    const isAlone = tasks.length === 1 && task?.sent === undefined && isIdle(pending);
    const goal = task === undefined ? end : isAlone ? task.node : opens;
    return { 'step:pending': isAlone ? { ...next, tasks: [] } : next, 'step:ran': replace([]), 'step:goto': goal };
  };
  const among = [...(together.size > 0 ? [opens] : []), ...after, ...(isUp ? [upward] : [])];
  const [only = end] = among;
  const lanes = [...together];
  const next = among.length === 1 ? only : { choose: (state: State) => state['step:goto'], among };
  return {
    [step]: { run, next },
    ...(together.size > 0 && {
      [opens]: {
        next: {
          each: (state: State) => tasksOf(state).map((task) => ({ 'step:task': task })),
          id: (state: State) => state['step:task']?.id,
          to: lanes.length === 1 ? (lanes[0] as string) : begins,
          then: step,
        },
      },
      ...(lanes.length > 1 && {
        [begins]: { next: { choose: (state: State) => state['step:task']?.node, among: lanes } },
      }),
    }),
  };
}

function tasksOf(state: State): readonly Task[] {
  return state['step:pending']?.tasks ?? [];
}

/** LangGraph ends silently where a node waits for others that nothing leads to any more. */
function starved({ joins }: Shape, arrived: Step['arrived']): Error {
  const waiting = joins.flatMap(({ from, to }, index) => {
    const come = arrived[index];
    if (come === undefined) return [];
    return [
      `"${to}" waits for ${from
        .filter((name) => !come.includes(name))
        .map((name) => `"${name}"`)
        .join(' and ')}`,
    ];
  });
  return fatal(
    new Error(`${waiting.join(', ')}, and nothing leads there any more: a node that is skipped never comes to a join.`),
  );
}
