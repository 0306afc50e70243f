// What a key holds, what may be written to it, and what a thread needs at its start.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { graph } from '../../src/definition/graph.ts';
import { append, local, merge, reduce, sum, transient, union, upsert } from '../../src/definition/keys.ts';
import type { UpdateOf } from '../../src/definition/parts.ts';
import { replace, type Replace } from '../../src/definition/replace.ts';
import type { InputOfKeys, StateOfKeys, UpdateOfKeys } from '../../src/definition/state.ts';

const Amount = z.string().transform(Number);
const Item = z.object({ id: z.number(), at: z.coerce.date(), tags: z.array(z.string()) });
type Stored = z.output<typeof Item>;
type Written = z.input<typeof Item>;

const state = {
  required: Amount,
  optional: z.string().optional(),
  defaulted: z.number().default(0),
  appended: append(Amount),
  summed: sum(),
  united: union(Amount),
  merged: merge(Amount),
  upserted: upsert(Item, 'id'),
  reduced: reduce({ schema: Amount, initial: [0], apply: (current, update) => [...current, update] }),
  laned: local(Amount),
  lanedByDefault: local(Amount.default(0)),
  lanedOrNot: local(Amount.optional()),
  fleeting: transient(Amount),
};

expectTypeOf<StateOfKeys<typeof state>>().toEqualTypeOf<{
  readonly required: number;
  readonly optional: string | undefined;
  readonly defaulted: number;
  readonly appended: readonly number[];
  readonly summed: number;
  readonly united: readonly number[];
  readonly merged: Readonly<Record<string, number>>;
  readonly upserted: readonly Stored[];
  readonly reduced: number[];
  readonly laned: number | undefined;
  readonly lanedByDefault: number;
  readonly lanedOrNot: number | undefined;
  readonly fleeting: number | undefined;
}>();

interface Changes {
  readonly optional?: string | undefined;
  readonly defaulted?: number | undefined;
  readonly appended?: readonly string[] | Replace<readonly string[]>;
  readonly summed?: number | Replace<number>;
  readonly united?: readonly string[] | Replace<readonly string[]>;
  readonly merged?: Readonly<Record<string, string>> | Replace<Readonly<Record<string, string>>>;
  readonly upserted?:
    | readonly Written[]
    | { readonly upsert?: readonly Written[]; readonly remove?: readonly number[] }
    | Replace<readonly Written[]>;
  readonly reduced?: string | Replace<number[]>;
  readonly laned?: string;
  readonly lanedByDefault?: string | undefined;
  readonly lanedOrNot?: string | undefined;
  readonly fleeting?: string;
}

type Flat<Record> = { [Key in keyof Record]: Record[Key] };

expectTypeOf<UpdateOfKeys<typeof state>>().branded.toEqualTypeOf<Flat<Changes & { readonly required?: string }>>();
expectTypeOf<InputOfKeys<typeof state>>().branded.toEqualTypeOf<Flat<Changes & { readonly required: string }>>();

expectTypeOf({ required: '1' }).toExtend<InputOfKeys<typeof state>>();
expectTypeOf({ appended: replace([]), upserted: { remove: [1] } }).toExtend<UpdateOfKeys<typeof state>>();
// A key without a starting value is needed at the start.
expectTypeOf({}).not.toExtend<InputOfKeys<typeof state>>();
// A bare schema is replaced on write as it is.
expectTypeOf({ required: replace(1) }).not.toExtend<UpdateOfKeys<typeof state>>();
// What replaces is parsed like what is added.
expectTypeOf({ appended: replace(['1']) }).toExtend<UpdateOfKeys<typeof state>>();
expectTypeOf({ appended: replace([1]) }).not.toExtend<UpdateOfKeys<typeof state>>();
expectTypeOf({ laned: replace('1') }).not.toExtend<UpdateOfKeys<typeof state>>();
expectTypeOf({ fleeting: replace('1') }).not.toExtend<UpdateOfKeys<typeof state>>();
expectTypeOf({ upserted: { remove: ['1'] } }).not.toExtend<UpdateOfKeys<typeof state>>();
// Under `exactOptionalPropertyTypes` a key is written or left out.
expectTypeOf({ required: undefined }).not.toExtend<UpdateOfKeys<typeof state>>();

upsert(z.object({ name: z.string(), of: z.literal(['a', 'b']) }), 'of');
// @ts-expect-error -- items have no such property
upsert(Item, 'name');
// @ts-expect-error -- a date tells no items apart
upsert(Item, 'at');
// @ts-expect-error -- the fold gives what the state holds
reduce({ schema: Amount, initial: 0, apply: (current) => String(current) });
// @ts-expect-error -- the fold is given what the schema gives
reduce({ schema: Amount, initial: '', apply: (current, update: string) => current + update });
// @ts-expect-error -- a schema, not a type
append('string');

// What comes with a key may say which forms of an update it takes, in place of those of its kind.
class Removal {
  readonly gone: number = 0;
}
type Form = Stored | Removal;
const formed = {
  items: upsert(Item, 'id', {
    codecs: [{ name: 'removal', class: Removal, encode: () => 0, decode: () => new Removal() }],
    from: (update: Form | readonly Form[]) => (Array.isArray(update) ? [] : { remove: [1] }),
  }),
  emptied: upsert(Item, 'id', { from: (_all: 'all') => replace([]) }),
  words: append(z.string(), { from: (text: string) => text.split(' ') }),
  plain: append(z.string(), { codecs: [] }),
  named: merge(z.number(), { from: (entry: readonly [string, number]) => Object.fromEntries([entry]) }),
  length: local(z.number(), { from: (text: string) => text.length }),
};
expectTypeOf<UpdateOfKeys<typeof formed>['items']>().branded.toEqualTypeOf<
  Form | readonly Form[] | Replace<readonly Written[]> | undefined
>();
expectTypeOf<UpdateOfKeys<typeof formed>['words']>().toEqualTypeOf<string | Replace<readonly string[]> | undefined>();
expectTypeOf<UpdateOfKeys<typeof formed>['plain']>().toEqualTypeOf<
  readonly string[] | Replace<readonly string[]> | undefined
>();
expectTypeOf<UpdateOfKeys<typeof formed>['length']>().toEqualTypeOf<string | undefined>();
expectTypeOf<StateOfKeys<typeof formed>['items']>().toEqualTypeOf<readonly Stored[]>();
expectTypeOf<StateOfKeys<typeof formed>['named']>().toEqualTypeOf<Readonly<Record<string, number>>>();
// @ts-expect-error -- it gives what the kind of the key takes
append(z.string(), { from: (text: string) => text });
// @ts-expect-error -- nor is there anything else that comes with a key
append(z.string(), { form: (text: string) => [text] });

// So it is where a graph is declared, too: what may be written to a key is not told by where the key stands.
const holding = graph({
  name: 'holding',
  state: { words: append(z.string()), split: append(z.string(), { from: (text: string) => text.split(' ') }) },
  start: 'end',
  nodes: { end: { final: true } },
});
expectTypeOf<UpdateOf<typeof holding>>().branded.toEqualTypeOf<{
  readonly words?: readonly string[] | Replace<readonly string[]>;
  readonly split?: string | Replace<readonly string[]>;
}>();
