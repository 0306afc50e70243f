import type { StateNode } from './state-node.ts';

/** Where a history leads that was never left, where it says so; empty where it leads to where its parent begins. */
export function defaultTargets<Node extends StateNode>(history: Node, root: Node): readonly Node[] {
  const { target } = history.config ?? {};
  const parent = at(root, history.path.slice(0, -1));
  const targets = target === undefined ? [] : [target].flat();
  return targets.flatMap((each) => {
    if (typeof each !== 'string') return [each as Node];
    const found = each.startsWith('#') ? byId(root, each.slice(1)) : parent && at(parent, namesIn(each));
    return found === undefined ? [] : [found];
  });
}

function at<Node extends StateNode>(from: Node, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, name) => node?.states[name] as Node | undefined, from);
}

/** A dot within a name has a backslash before it. */
function namesIn(path: string): readonly string[] {
  return path.split(/(?<!\\)\./u).map((name) => name.replaceAll(String.raw`\.`, '.'));
}

function byId<Node extends StateNode>(node: Node, id: string): Node | undefined {
  if (node.id === id) return node;
  for (const each of Object.values(node.states)) {
    const found = byId(each as Node, id);
    if (found !== undefined) return found;
  }
  const below = id.startsWith(`${node.id}.`) ? at(node, namesIn(id.slice(node.id.length + 1))) : undefined;
  return below;
}
