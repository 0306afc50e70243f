import { isAlias, visit, type Alias, type Document, type Node } from 'yaml';

/** What the aliases of a document stand for: the last node before each that has its anchor. */
export interface Aliases {
  readonly targets: ReadonlyMap<Alias, Node>;
  /** The anchors that stand before an alias of which none does; of the first two hundred of these. */
  readonly lost: ReadonlyMap<Alias, readonly string[]>;
}

const most = 200;

/** Finds what each alias of a document stands for, in one walk: the nodes are met in the order of the text. */
export function aliasesIn(document: Document): Aliases {
  const anchored = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const lost = new Map<Alias, readonly string[]>();
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node)) {
        const { anchor } = node as { readonly anchor?: string };
        if (anchor !== undefined) anchored.set(anchor, node);
        return;
      }
      const target = anchored.get(node.source);
      if (target !== undefined) targets.set(node, target);
      else if (lost.size < most) lost.set(node, [...anchored.keys()]);
    },
  });
  return { targets, lost };
}
