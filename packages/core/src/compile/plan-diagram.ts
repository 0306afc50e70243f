import { eachText } from './lane-text.ts';
import { timerText } from './timer-text.ts';
import { drawingOf, type Diagram, type Drawable } from './diagram.ts';
import { noFields } from './outline/fields.ts';
import type { Staying } from './outline/outline.ts';
import {
  rescuesIn,
  type GraphData,
  type HandlerData,
  type NextData,
  type NodeData,
  type PlanData,
  type RescueData,
} from './plan-data.ts';

type Way = Drawable['ways'][number];

interface Exits {
  readonly ways: readonly Way[];
  readonly stays: readonly Staying[];
}

/** What the graph of a kept plan looks like, without the author's code; as `diagram` draws the graph itself, labels of nodes aside. */
export function planDiagram(plan: PlanData): Diagram {
  return drawingOf({ ...drawable(plan, ''), name: plan.name });
}

function drawable(plan: PlanData, at: string): Drawable {
  const { name, start, nodes, on, after } = plan.graphs[at] as GraphData;
  const drawn = Object.entries(nodes).map(([node, data]) => {
    const child = data.graph === undefined ? {} : { child: drawable(plan, data.graph) };
    const { kind, drawing } = data;
    const within = { ...child, ...(drawing && { plan: { drawing } }) };
    return [node, { name: node, kind, fields: noFields, ...exitsOf(data), ...within }] as const;
  });
  return { name, start: { to: start }, ways: exitsOf({ on, ...(after && { after }) }).ways, nodes: new Map(drawn) };
}

function exitsOf({ next, on = {}, after = [], onError }: Omit<NodeData, 'kind'>): Exits {
  const handled = [
    ...Object.entries(on).flatMap(([event, handlers]) => handledOn(handlers, 'event', event)),
    ...after.flatMap((timer) => handledOn(timer.handlers, 'timer', timerText(timer))),
  ];
  return {
    ways: [
      ...(next === undefined ? [] : waysNext(next)),
      ...handled.filter(({ to }) => to !== undefined),
      ...waysOnError(onError),
    ],
    stays: handled.filter(({ to }) => to === undefined),
  };
}

function waysNext(next: NextData): readonly Way[] {
  if (typeof next === 'string') return [{ kind: 'next', to: next }];
  if ('cases' in next) {
    const { cases, otherwise } = next;
    const last = cases.length === 0 ? {} : { label: 'otherwise' };
    return [
      ...cases.map(({ to, label, guard }): Way => ({ kind: 'case', to, ...labelled(label ?? said(guard)) })),
      ...(otherwise === undefined ? [] : [{ kind: 'case' as const, to: otherwise, ...last }]),
    ];
  }
  if ('among' in next) return next.among.map((to) => ({ kind: 'choice', to }));
  return [...lanesOf(next), { kind: 'join', to: next.then, ...joinLabel(next.need) }, ...waysOnError(next.onError)];
}

function waysOnError(onError: RescueData | undefined): readonly Way[] {
  return rescuesIn(onError).map(({ to, label, guard }) => ({ kind: 'error', to, ...labelled(label ?? said(guard)) }));
}

function joinLabel(need: Extract<NextData, { then: string }>['need']): Pick<Way, 'label'> {
  if (need === 'all') return {};
  return { label: typeof need === 'object' ? need.words : String(need) };
}

function lanesOf(next: Extract<NextData, { then: string }>): readonly Way[] {
  if ('each' in next)
    return [{ kind: 'lane', to: next.each, label: eachText(next.needs === true, next.until === true) }];
  return next.all.map(({ to, needs }) => ({
    kind: 'lane',
    to,
    ...(needs.length > 0 && { label: `needs ${needs.join(', ')}` }),
  }));
}

type Handled = Staying & Pick<Way, 'to'>;

function handledOn(handlers: readonly HandlerData[], kind: Staying['kind'], name: string): readonly Handled[] {
  return handlers.map(({ to, label, guard }) => {
    const detail = label ?? said(guard);
    return { kind, to, label: detail === undefined ? name : `${name} [${detail}]` };
  });
}

/** What is said of a guard, where more than that there is one. */
function said(guard: string | undefined): string | undefined {
  return guard === '…' ? undefined : guard;
}

function labelled(label: string | undefined): { readonly label?: string } {
  return label === undefined ? {} : { label };
}
