import type { Wrote } from './past.ts';

/** What the newest checkpoint waits for, or what stopped it. */
export interface Open {
  readonly asks: readonly { readonly id: string; readonly json: unknown }[];
  readonly failure?: { readonly name: string; readonly message: string };
}

/** What is open by what tasks wrote: each task's writes are a list. */
export function openIn(tasks: readonly (readonly Wrote[])[]): Open {
  const left = tasks.filter((wrote) => wrote.every(([channel]) => special.has(channel)));
  const of = (name: string): readonly unknown[] =>
    left.flat().flatMap(([channel, json]) => (channel === name ? [json] : []));
  const [failure] = of('__error__').map(failureIn);
  return { asks: of('__interrupt__').flatMap(asked), ...(failure && { failure }) };
}

/** What is written to these channels ends no task. */
const special: ReadonlySet<string> = new Set([
  '__error__',
  '__scheduled__',
  '__interrupt__',
  '__resume__',
  '__error_source_node__',
]);

type Fields = Readonly<Record<string, unknown>>;

function asked(json: unknown): Open['asks'] {
  const all = (Array.isArray(json) ? json : [json]) as readonly (Fields | null)[];
  return all.map((each, at) => {
    const id = each?.['id'];
    return { id: typeof id === 'string' ? id : `interrupt ${at + 1}`, json: each?.['value'] };
  });
}

function failureIn(json: unknown): { readonly name: string; readonly message: string } {
  const plain = (json as { readonly $error?: unknown } | null)?.$error ?? json;
  const { name, message } = (typeof plain === 'object' && plain !== null ? plain : {}) as Fields;
  const said = typeof message === 'string' ? message : plain;
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof said === 'string' ? said : 'It failed.',
  };
}
