import { absent, neededBy, withEach } from './beside.ts';
import type { JsonSchema } from './json-schema.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

const target: JsonSchema = { title: 'the name of a node', type: 'string' };
const label: JsonSchema = { title: 'a text', type: 'string' };

const durationTitle = 'a duration, such as 250ms, 30s, 5m, 24h or 7d';
const durationText = String.raw`\d+(\.\d+)?(ms|s|m|h|d|w)$`;

/** How a length of time is written. */
export const durationPattern: string = `^${durationText}`;

/** The most milliseconds that Cairn counts: 100,000 years. */
const longest = 100_000 * 365.25 * 86_400_000;

const duration: JsonSchema = {
  title: durationTitle,
  anyOf: [
    { type: 'string', pattern: durationPattern },
    { title: 'milliseconds', type: 'number', minimum: 0, maximum: longest },
  ],
};

const timeout: JsonSchema = {
  title: 'a duration, such as 30s, that leaves some time',
  anyOf: [
    { type: 'string', pattern: `^(?=.*[1-9])${durationText}` },
    { title: 'milliseconds', type: 'number', minimum: 0.5, maximum: longest },
  ],
};

const expression: JsonSchema = {
  title: 'an expression, such as "state.amount < 50"',
  description: 'An expression of CEL, https://cel.dev. A text in it stands in quotes of its own.',
  type: 'string',
  minLength: 1,
};

/** A value that is decided: every text in it is an expression. */
const value: JsonSchema = {
  title: 'an expression, or a list or a mapping of expressions',
  description: 'Every text is an expression of CEL; numbers, true, false and null stand for themselves.',
  anyOf: [
    ref('expression'),
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    { type: 'array', items: ref('value') },
    { type: 'object', additionalProperties: ref('value') },
  ],
};

/** A constant, in which a text is a text. */
const constant: JsonSchema = {
  title: 'a text, a number, true, false, or a list or a mapping of these',
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    { type: 'array', items: ref('constant') },
    { type: 'object', additionalProperties: ref('constant') },
  ],
};

const update: JsonSchema = {
  title: 'a mapping of keys to expressions, or one expression that gives a map',
  anyOf: [ref('expression'), { type: 'object', additionalProperties: ref('value') }],
};

const need: JsonSchema = {
  title: 'all, any, a number, or an expression that gives one of these',
  anyOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', minLength: 1 },
  ],
};

const limit: JsonSchema = {
  title: 'a number, or an expression that gives one',
  anyOf: [{ type: 'integer', minimum: 1 }, ref('expression')],
};

const join: Readonly<Record<string, JsonSchema>> = {
  then: target,
  need,
  onError: ref('onError'),
  merge: ref('update'),
};

const all: JsonSchema = {
  title: '{ all, then }',
  type: 'object',
  properties: {
    all: {
      title: 'a list of the nodes at which lanes start',
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        title: 'the name of a node or { to, needs }',
        anyOf: [
          target,
          {
            type: 'object',
            properties: {
              to: target,
              needs: { title: 'a list of nodes', type: 'array', uniqueItems: true, items: target },
            },
            required: ['to', 'needs'],
            additionalProperties: false,
          },
        ],
      },
    },
    ...join,
  },
  required: ['all', 'then'],
  additionalProperties: false,
};

const each: JsonSchema = {
  title: '{ each, to, then }',
  type: 'object',
  properties: {
    each: {
      title: 'an expression that lists what each lane begins with, such as state.names.map(name, {"name": name})',
      type: 'string',
      minLength: 1,
    },
    to: target,
    id: ref('expression'),
    needs: ref('expression'),
    limit,
    until: ref('expression'),
    onClosed: ref('update'),
    ...join,
  },
  dependentSchemas: {
    needs: withEach('id'),
    // Lanes that come and go have names, and bring in what they found by themselves.
    until: { ...withEach('id', 'onClosed'), ...absent('needs', 'need', 'limit', 'merge') },
    onClosed: withEach('until'),
  },
  required: ['each', 'to', 'then'],
  additionalProperties: false,
};

const next: JsonSchema = {
  title: 'the name of a node, a list of cases, { choose, among }, { all, then } or { each, to, then }',
  anyOf: [
    target,
    {
      title: 'a list of cases',
      type: 'array',
      minItems: 1,
      items: {
        title: 'a case, such as { when: state.amount < 50, to: pay }, or the name of a node',
        anyOf: [
          target,
          {
            type: 'object',
            properties: { when: ref('expression'), to: target, label },
            required: ['when', 'to'],
            additionalProperties: false,
          },
        ],
      },
    },
    {
      title: '{ choose, among }',
      type: 'object',
      properties: {
        choose: ref('expression'),
        among: { title: 'a list of nodes', type: 'array', minItems: 1, uniqueItems: true, items: target },
      },
      required: ['choose', 'among'],
      additionalProperties: false,
    },
    all,
    each,
  ],
};

const handler: JsonSchema = {
  title: '{ to, when, update, label }',
  type: 'object',
  properties: { to: target, when: ref('expression'), update: ref('update'), label },
  additionalProperties: false,
};

const handlers: JsonSchema = {
  type: 'array',
  minItems: 1,
  items: { title: 'the name of a node or { to, when, update, label }', anyOf: [target, handler] },
};

const on: JsonSchema = {
  title: 'a mapping of events to what they do',
  type: 'object',
  additionalProperties: {
    title: 'the name of a node, { to, when, update, label }, or a list of these',
    anyOf: [target, handler, handlers],
  },
};

const after: JsonSchema = {
  title: 'a mapping of durations to what happens then, or a list of waits with "in" or "at"',
  anyOf: [
    {
      type: 'object',
      propertyNames: { title: durationTitle, pattern: durationPattern },
      additionalProperties: {
        title: 'the name of a node, { to, when, update, label }, or a list of these',
        anyOf: [target, handler, handlers],
      },
    },
    {
      type: 'array',
      items: {
        title: 'a wait, such as { in: 2h, to: late } or { at: state.deadline, to: late }',
        type: 'object',
        properties: {
          in: {
            title: 'a duration, or an expression that gives one',
            anyOf: [
              { type: 'number', minimum: 0, maximum: longest },
              { type: 'string', minLength: 1 },
            ],
          },
          at: ref('expression'),
          ...handler.properties,
        },
        oneOf: neededBy('in', 'at'),
        additionalProperties: false,
      },
    },
  ],
};

const rescue: JsonSchema = {
  title: '{ to, when, update, keep, label }',
  type: 'object',
  properties: { ...handler.properties, keep: { title: 'true or false', type: 'boolean' } },
  required: ['to'],
  additionalProperties: false,
};

const onError: JsonSchema = {
  title: 'the name of a node, { to, when, update, keep, label }, or a list of these',
  anyOf: [
    target,
    rescue,
    {
      type: 'array',
      minItems: 1,
      items: { title: 'the name of a node or { to, when, update, keep, label }', anyOf: [target, rescue] },
    },
  ],
};

/** Definitions of what leads from node to node, and of what is decided on the way. */
export const transitions: Readonly<Record<string, JsonSchema>> = {
  duration,
  timeout,
  expression,
  value,
  constant,
  update,
  next,
  on,
  after,
  onError,
};
