import { eachText } from './lane-text.ts';
import { timerText } from './timer-text.ts';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram.ts';
import type { GraphData, HandlerData, NextData, NodeData, PlanData } from './plan-data.ts';

/** A transition as it is read, before it is known where its graph is. */
type Way = Omit<DiagramEdge, 'from'>;

/** What the graph of a kept plan looks like, without the author's code; as `diagram` draws the graph itself, labels of nodes aside. */
export function planDiagram(plan: PlanData): Diagram {
  const nodes: DiagramNode[] = [];
  const edges: DiagramEdge[] = [];
  draw(plan, '', nodes, edges);
  return Object.freeze({ name: plan.name, nodes: Object.freeze(nodes), edges: Object.freeze(edges) });
}

function draw(plan: PlanData, at: string, nodes: DiagramNode[], edges: DiagramEdge[]): void {
  const graph = plan.graphs[at] as GraphData;
  const idOf = (name: string): string => (at === '' ? name : `${at}.${name}`);
  const connect = (from: string, ways: readonly Way[]): void => {
    for (const { to, kind, label } of ways) {
      edges.push(Object.freeze({ from, to: idOf(to), kind, ...(label !== undefined && { label }) }));
    }
  };
  for (const [event, handlers] of Object.entries(graph.on)) {
    connect(at, waysOn(undefined, handlers, 'event', event).filter(isMove));
  }
  for (const timer of graph.after ?? [])
    connect(at, waysOn(undefined, timer.handlers, 'timer', timerText(timer)).filter(isMove));
  for (const [name, node] of Object.entries(graph.nodes)) {
    const id = idOf(name);
    nodes.push(
      Object.freeze({
        id,
        name,
        kind: node.kind,
        ...(at !== '' && { parent: at }),
        ...(graph.start === name && { start: true as const }),
      }),
    );
    const ways = waysOf(name, node);
    connect(id, [...ways.filter(isMove), ...ways.filter((way) => !isMove(way))]);
    if (node.graph !== undefined) draw(plan, node.graph, nodes, edges);
  }
}

/** Whether a way leads on; what stays at its node is drawn after the others. */
function isMove({ label }: Way): boolean {
  return label?.endsWith(' (stays)') !== true;
}

function waysOf(name: string, { next, on = {}, after = [], onError }: NodeData): readonly Way[] {
  return [
    ...(next === undefined ? [] : waysNext(next)),
    ...Object.entries(on).flatMap(([event, handlers]) => waysOn(name, handlers, 'event', event)),
    ...after.flatMap((timer) => waysOn(name, timer.handlers, 'timer', timerText(timer))),
    ...(onError === undefined ? [] : [{ kind: 'error' as const, to: onError }]),
  ];
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
  return [
    ...lanesOf(next),
    { kind: 'join', to: next.then, ...joinLabel(next.need) },
    ...(next.onError === undefined ? [] : [{ kind: 'error' as const, to: next.onError }]),
  ];
}

function joinLabel(need: Extract<NextData, { then: string }>['need']): Pick<Way, 'label'> {
  if (need === 'all') return {};
  return { label: typeof need === 'object' ? need.words : String(need) };
}

function lanesOf(next: Extract<NextData, { then: string }>): readonly Way[] {
  if ('each' in next) return [{ kind: 'lane', to: next.each, label: eachText(next.needs === true) }];
  return next.all.map(({ to, needs }) => ({
    kind: 'lane',
    to,
    ...(needs.length > 0 && { label: `needs ${needs.join(', ')}` }),
  }));
}

function waysOn(
  stay: string | undefined,
  handlers: readonly HandlerData[],
  kind: 'event' | 'timer',
  name: string,
): readonly Way[] {
  return handlers.flatMap(({ to, label, guard }): readonly Way[] => {
    const detail = label ?? said(guard);
    const text = detail === undefined ? name : `${name} [${detail}]`;
    if (to !== undefined) return [{ kind, to, label: text }];
    return stay === undefined ? [] : [{ kind, to: stay, label: `${text} (stays)` }];
  });
}

/** What is said of a guard, where more than that there is one. */
function said(guard: string | undefined): string | undefined {
  return guard === '…' ? undefined : guard;
}

function labelled(label: string | undefined): { readonly label?: string } {
  return label === undefined ? {} : { label };
}
