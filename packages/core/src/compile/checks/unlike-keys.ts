import { namesOf } from '../../base/problem/listed.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { kindOf, type AnyKey } from '../../definition/keys.ts';
import { isSchema, type Schema } from '../../definition/schema.ts';
import { canonical, schemaEssence } from '../essence.ts';
import { ownWords } from '../schema-data.ts';
import { mistake } from '../mistake.ts';
import { attempt } from '../outline/fields.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';
import { sharesOf, writesOf } from '../outline/read-node.ts';

/** A key that a node shares with its subgraph is the same on both sides: what either writes, the other reads. */
export function unlikeKeys(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].flatMap((node) => ofNode(graph, node));
}

function ofNode({ keys }: GraphOutline, node: NodeOutline): readonly Mistake[] {
  const { child } = node;
  if (child === undefined) return [];
  return sharesOf(node).flatMap(({ name, path }) => {
    if (name === undefined || !Object.hasOwn(keys, name)) return [];
    const why = whyUnlike(name, keys[name], child) ?? whyNotWritten(name, node);
    return why === undefined ? [] : [mistake('unlike-keys', path, `Node "${node.name}" shares "${name}", ${why}`)];
  });
}

function whyUnlike(name: string, own: unknown, child: GraphOutline): string | undefined {
  if (!Object.hasOwn(child.keys, name)) {
    const hint = suggest(name, Object.keys(child.keys));
    return `and graph "${child.name}" has no key of that name. ${hint}`;
  }
  const [key, other] = [own, child.keys[name]].map((entry) => attempt(() => partsOf(entry as Schema | AnyKey)));
  // What cannot be read is told elsewhere.
  if (key === undefined || other === undefined) return undefined;
  if (key.kind === 'local' || key.kind === 'transient') {
    return `which is a ${key.kind} key: such a value is its lane's alone. Give the subgraph what it needs by \`input\`.`;
  }
  if (key.kind !== other.kind) {
    return `which is a "${key.kind}" key here and a "${other.kind}" key in graph "${child.name}". Declare it the same way in both.`;
  }
  const apart = (['schema', 'id', 'apply'] as const).filter((part) => key[part] !== other[part]);
  if (apart.length === 0) return undefined;
  return `whose ${namesOf(apart)} in graph "${child.name}" is another. Use one key for both: \`const ${name} = …\`.`;
}

function whyNotWritten(name: string, node: NodeOutline): string | undefined {
  const writes = writesOf(node).map((entry) => entry.name);
  if (writes.length === 0 || writes.includes(name)) return undefined;
  return `so it may write it, and its "writes" does not name it. Add "${name}" there.`;
}

/** What has to be the same of a key; what it starts as does not matter, as it starts in the holder. Schemas are, where they are one or say the same of themselves. */
function partsOf(entry: Schema | AnyKey): Parts {
  const kind = kindOf(entry);
  if (isSchema(entry)) return { kind, schema: essence(entry), id: undefined, apply: undefined };
  const { schema, id, apply } = entry as Partial<Record<'schema' | 'id' | 'apply', unknown>>;
  return {
    kind,
    schema: schema === undefined ? undefined : essence(schema as Schema),
    id,
    apply,
  };
}

interface Parts {
  readonly kind: ReturnType<typeof kindOf>;
  readonly schema: unknown;
  readonly id: unknown;
  readonly apply: unknown;
}

/** What a schema says of itself, and itself where it says nothing. */
function essence(schema: Schema): unknown {
  const said = ownWords(schema);
  const isKnown = typeof said === 'object' && said !== null && Object.keys(said).some((part) => part !== 'vendor');
  return isKnown ? canonical(schemaEssence(said)) : schema;
}
