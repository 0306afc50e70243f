import { compile, type AnyGraph } from '@cairn/core';
import { planData, type PlanData } from '@cairn/core/inspect';
import type { PathsOptions } from '../../src/paths/paths.ts';

/** What a schema says of itself, as far as a sample is made of it. */
interface Said {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Said[];
  readonly oneOf?: readonly Said[];
  readonly properties?: Readonly<Record<string, Said>>;
  readonly required?: readonly string[];
  readonly items?: Said;
  readonly default?: unknown;
  readonly minimum?: number;
}

type GraphData = PlanData['graphs'][string];

/** Inputs, payloads and outcomes that fit the schemas of a graph. Each activity comes to nothing, to a value for each plain key, or to an error. */
export function sampled(graph: AnyGraph): PathsOptions & { readonly input: object } {
  const { graphs } = planData(compile(graph));
  const outcomes = Object.entries(graphs).flatMap(([at, { nodes, keys }]) => {
    return Object.entries(nodes)
      .filter(([, { kind }]) => kind === 'run')
      .map(([name, { writes }]) => {
        const update = samples(keys, (key) => writes === undefined || writes.includes(key));
        return [at === '' ? name : `${at}.${name}`, [undefined, update, new Error('failed')]] as const;
      });
  });
  const events = Object.values(graphs).flatMap((each) =>
    Object.entries(each.events).map(([name, said]) => [name, [sampleOf(said as Said)]] as const),
  );
  const input = samples((graphs[''] as GraphData).keys, () => true);
  return {
    input,
    outcomes: Object.fromEntries(outcomes),
    events: Object.fromEntries(events),
    by: () => null,
    limit: 5_000,
  };
}

function samples(keys: GraphData['keys'], isWanted: (key: string) => boolean): object {
  const plain = Object.entries(keys).filter(([name, { kind }]) => kind === 'set' && isWanted(name));
  return Object.fromEntries(plain.map(([name, { schema }]) => [name, sampleOf(schema as Said | undefined)]));
}

function sampleOf(said: Said | undefined): unknown {
  if (said === undefined) return undefined;
  if ('const' in said) return said.const;
  if (said.enum !== undefined) return said.enum[0];
  const [first] = said.anyOf ?? said.oneOf ?? [];
  if (first !== undefined) return sampleOf(first);
  switch (said.type) {
    case 'string':
      return 'a text';
    case 'number':
    case 'integer':
      return Math.max(1, said.minimum ?? 1);
    case 'boolean':
      return true;
    case 'array':
      return [sampleOf(said.items)];
    case 'object':
      return Object.fromEntries((said.required ?? []).map((name) => [name, sampleOf(said.properties?.[name])]));
    default:
      return undefined;
  }
}
