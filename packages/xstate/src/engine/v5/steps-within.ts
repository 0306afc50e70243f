/**
 * What a machine does in its microsteps, as its drawing has it: which transitions are taken, and which states are come to.
 *
 * 1. XState tells the transitions that were enabled. Of those that would leave the same state it takes one, and what is left and come to again it does
 *    not tell: both are found here as XState finds them (`removeConflictingTransitions` and `computeExitSet` of 5.33.3).
 */
import type { Went } from '@cairn/core';
import type { AnyStateMachine } from 'xstate';
import { defaultTargets } from '../history-default.ts';
import { drawnId, moveIdsOf } from '../machine-drawing.ts';

type Node = AnyStateMachine['root'];
type History = Readonly<Record<string, readonly Node[]>>;

/** A transition as XState tells it. */
export interface Enabled {
  readonly source: Node;
  readonly target?: readonly Node[] | undefined;
  readonly reenter?: boolean;
  readonly actions?: readonly unknown[];
}

/** Where a machine is between two microsteps. */
export interface Standing {
  readonly _nodes: readonly Node[];
  readonly historyValue: History;
}

/** Follows a machine through one step. */
export class StepsWithin {
  readonly #ids: ReadonlyMap<unknown, string>;
  readonly #root: Node;
  readonly #taken: string[] = [];
  readonly #entered: Node[] = [];
  #first: readonly Node[] | undefined;
  #at: Standing | undefined;

  constructor(root: Node) {
    this.#root = root;
    this.#ids = moveIdsOf(root);
  }

  /** It takes an event, or begins. */
  begin(at: Standing | undefined): void {
    this.#first ??= at?._nodes ?? [];
    if (at === undefined) {
      const nodes = begun(this.#root);
      this.#entered.push(...nodes);
      this.#at = { _nodes: nodes, historyValue: {} };
    } else this.#at = at;
  }

  microstep(enabled: readonly Enabled[], after: Standing): void {
    const { _nodes: nodes, historyValue: history } = this.#at ?? after;
    const taken = unrivalled(enabled, nodes, history);
    const left = exitSet(taken, nodes, history);
    const stays = new Set(nodes.filter((node) => !left.has(node)));
    for (const each of taken) {
      // One that leads nowhere and does nothing is there to have an event ignored.
      if (each.target === undefined && each.actions?.length === 0) continue;
      // A history that was never left leads on to its default.
      const unknown = (each.target ?? []).filter(({ type, id }) => type === 'history' && history[id] === undefined);
      this.#taken.push(...[each, ...unknown].flatMap((of) => this.#ids.get(of) ?? []));
    }
    this.#entered.push(...after._nodes.filter((node) => !stays.has(node)));
    this.#at = after;
  }

  /** What is to be told of it beside where the machine is; `last` are the ids of all that it is in. */
  went(last: readonly string[] = []): Went | undefined {
    const { length } = this.#taken;
    const first = new Set(this.#first?.map(({ id }) => id));
    const plain = new Set(last.filter((id) => !first.has(id)));
    const more = this.#entered.filter(({ id }) => !plain.delete(id));
    const entered = more.flatMap(({ path }) => (path.length === 0 ? [] : [drawnId(path)]));
    if (length + entered.length === 0) return undefined;
    return { ...(length > 0 && { taken: this.#taken }), ...(entered.length > 0 && { entered }) };
  }
}

/** The states that a machine begins in. */
function begun(root: Node): readonly Node[] {
  const found = new Set<Node>();
  const enter = (node: Node): void => {
    if (found.has(node) || node.type === 'history') return;
    found.add(node);
    if (node.type === 'parallel') for (const each of Object.values(node.states)) enter(each);
    if (node.type !== 'compound') return;
    const [first] = node.initial.target ?? [];
    if (first === undefined) return;
    for (const each of effective({ source: node, target: [first] }, {})) {
      enter(each);
      for (const above of abovesOf(each, node)) found.add(above);
    }
  };
  enter(root);
  return [...found];
}

function unrivalled(enabled: readonly Enabled[], nodes: readonly Node[], history: History): readonly Enabled[] {
  const filtered = new Set<Enabled>();
  for (const each of enabled) {
    const exits = exitSet([each], nodes, history);
    const rivals = [...filtered].filter((other) =>
      [...exitSet([other], nodes, history)].some((node) => exits.has(node)),
    );
    if (rivals.some(({ source }) => !isBelow(each.source, source))) continue;
    for (const rival of rivals) filtered.delete(rival);
    filtered.add(each);
  }
  return [...filtered];
}

function exitSet(transitions: readonly Enabled[], nodes: readonly Node[], history: History): ReadonlySet<Node> {
  const left = new Set<Node>();
  for (const each of transitions) {
    if (each.target === undefined || each.target.length === 0) continue;
    const domain = domainOf(each, history);
    if (each.reenter === true && each.source === domain) left.add(domain);
    for (const node of nodes) if (domain === undefined || isBelow(node, domain)) left.add(node);
  }
  return left;
}

/** The state within which all happens that a transition leads to; undefined where it is all of the machine. */
function domainOf(transition: Enabled, history: History): Node | undefined {
  const { source, reenter } = transition;
  const targets = effective(transition, history);
  if (reenter !== true && targets.every((target) => target === source || isBelow(target, source))) return source;
  const all = [...targets, source];
  const common = abovesOf(targets[0] ?? source).find((above) => all.every((each) => isBelow(each, above)));
  if (common !== undefined) return common;
  return reenter === true ? undefined : source.machine.root;
}

/** Where a transition leads, with what histories stand for. */
function effective({ target = [] }: Enabled, history: History): readonly Node[] {
  const found = target.flatMap((each) => {
    if (each.type !== 'history') return [each];
    return history[each.id] ?? effective(defaultOf(each), history);
  });
  return [...new Set(found)];
}

/** Where a history leads that was never left. */
function defaultOf(history: Node): Enabled {
  const { parent, machine } = history;
  const own = defaultTargets(history, machine.root);
  if (own.length > 0 || parent === undefined) return { source: history, target: own };
  const target = parent.type === 'parallel' ? [parent] : (parent.initial.target as readonly Node[] | undefined);
  return { source: history, ...(target !== undefined && { target }) };
}

function abovesOf(node: Node, upTo?: Node): readonly Node[] {
  const found: Node[] = [];
  for (let each = node.parent; each !== undefined && each !== upTo; each = each.parent) found.push(each);
  return found;
}

function isBelow(node: Node, above: Node): boolean {
  return abovesOf(node).includes(above);
}
