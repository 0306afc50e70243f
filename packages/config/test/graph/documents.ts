import fc from 'fast-check';

const word = fc.constantFrom('string', 'number', 'integer', 'boolean', 'date', 'any', 'nothing', 'Money');
const name = fc.oneof(
  fc.constantFrom('yes', 'on', 'null', '1', '1e3', '~', 'a b', 'a: b', '#', "it's", 'ä', '- x', 'state', 'type'),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !['__proto__', 'constructor'].includes(text)),
);
const texts = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });

/** Types that documents and schemas say alike. */
export const types = fc.letrec<{ readonly type: unknown }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    word,
    word.map((type) => `${type}?`),
    word.map((type) => `list of ${type}`),
    word.map((type) => `record of ${type}?`),
    texts,
    fc.record({
      type: fc.constantFrom('number', 'integer', 'string', 'list of string'),
      min: fc.nat(9),
      max: fc.integer({ min: 10, max: 20 }),
    }),
    fc.record({ type: fc.constant('string'), default: fc.string() }),
    fc.record({ type: fc.constant('number'), optional: fc.constant(true), description: fc.string() }),
    fc.record({ type: fc.constant('enum'), of: texts, optional: fc.constant(true) }),
    fc.record({ type: fc.constantFrom('list', 'record'), of: tie('type') }),
    fc.record({
      type: fc.constant('object'),
      fields: fc.dictionary(name, tie('type'), { maxKeys: 3 }),
      optional: fc.boolean(),
    }),
  ),
})).type;

const keys = fc.oneof(
  types,
  fc.constantFrom('sum', 'append of string?', 'union of list of number', 'merge of Money', 'local of date'),
  fc.record({ type: fc.constantFrom('append', 'union', 'merge', 'local', 'transient'), of: types }),
  fc.record({ type: fc.constant('sum'), from: fc.integer() }),
  fc.constant({ type: 'upsert', of: { id: 'string', done: 'boolean' }, id: 'id' }),
);

const decided = fc.constantFrom(
  'thresholds.n > 1.0',
  '1 == 1 || "a: #b" == \'c\'',
  'lane == "" \n && thread != ""',
  ' true ',
);
const duration = fc.oneof(fc.constantFrom('1h', '1.5s', '250ms', '7d'), fc.nat(10_000));

const handlers = (to: fc.Arbitrary<string>) => {
  const handler = fc.record(
    { to, when: decided, label: name, update: fc.constant({ said: ['"so"'] }) },
    { requiredKeys: ['to'] },
  );
  return fc.oneof(to, handler, fc.array(fc.oneof(to, handler), { minLength: 1, maxLength: 3 }));
};

const next = (to: fc.Arbitrary<string>, end: string) =>
  fc.oneof(
    to,
    fc
      .tuple(
        fc.array(fc.record({ when: decided, to, label: name }, { requiredKeys: ['when', 'to'] }), { maxLength: 3 }),
        to,
      )
      .map(([cases, otherwise]) => [...cases, otherwise]),
    fc.uniqueArray(to, { minLength: 1 }).map((among) => ({ choose: `"${among[0] ?? ''}"`, among })),
    fc.record({
      each: fc.constant('[{}]'),
      to: fc.constant(end),
      then: fc.constant(end),
      limit: fc.constantFrom(2, '1 + 1'),
    }),
  );

/** Documents that are graphs, most of them; what they name is in the registry that the test has. */
export const documents = fc
  .record({
    events: fc.dictionary(name, fc.oneof(types, fc.constant(null)), { maxKeys: 3 }),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ events, count }) => {
    const names = Array.from({ length: count }, (_, index) => `n${index}`);
    const to = fc.constantFrom(...names, 'end');
    const node = fc.record(
      {
        run: fc.constant('note'),
        with: fc.constant({ amount: 'thresholds.n', unit: '"EUR"', deep: [1, null, '"x"'] }),
        retry: fc.record({ attempts: fc.integer({ min: 1, max: 5 }), backoff: duration }),
        timeout: duration,
        label: fc.string(),
        description: fc.string(),
        next: next(to, 'end'),
        onError: to,
        after: fc.array(fc.record({ in: duration, to, label: name }), { minLength: 1, maxLength: 2 }),
        on: fc.record(Object.fromEntries(Object.keys(events).map((event) => [event, handlers(to)])), {
          requiredKeys: [],
        }),
      },
      { requiredKeys: ['run', 'next'] },
    );
    return fc.record(
      {
        name: fc.constantFrom('random', 'a: b'),
        version: name,
        description: fc.string({ unit: 'binary' }),
        thresholds: fc.record({ n: fc.integer({ min: -5, max: 5 }), words: fc.array(fc.string()) }),
        state: fc.dictionary(name, keys, { maxKeys: 4 }).map((more) => ({ ...more, said: 'append of string' })),
        events: fc.constant(events),
        limits: fc.constant({ tokens: 'unlimited', calls: { max: 3, per: 'day' } }),
        start: fc.constant('n0'),
        nodes: fc
          .record(Object.fromEntries(names.map((each) => [each, node])))
          .map((nodes) => ({ ...nodes, end: { final: true } })),
      },
      { requiredKeys: ['name', 'thresholds', 'state', 'events', 'start', 'nodes'] },
    );
  });
