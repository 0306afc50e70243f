import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { below } from '../../src/document/path.ts';
import { checkConfig, registry, type ConfigMistake } from '../../src/index.ts';
import { documents } from '../graph/documents.ts';
import { whole } from '../graph/whole.ts';
import { known as refunds } from '../refund.ts';
import { wide } from './wide.ts';

const published = JSON.parse(readFileSync(new URL('../../schema.json', import.meta.url), 'utf8')) as object;
const isValid = new Ajv2020({ strict: false, allErrors: true }).compile(published);
const known = registry({
  ...refunds.parts,
  activities: { ...refunds.parts.activities, act: () => ({}) },
});

/** Kinds of mistakes that a schema can tell, and where one of these is told by `checkConfig` alone. */
const shapes: Readonly<Record<string, RegExp>> = {
  'wrong-shape': /^never$/u,
  'missing-property': /^never$/u,
  'unknown-property': /^never$/u,
  'misplaced-property': /^never$/u,
  'empty-list': /^never$/u,
  'two-activities': /^never$/u,
  'final-not-alone': /^never$/u,
  // Two names of questions that declare one.
  'invalid-name': /(?:^|\.)questions\b/u,
  // More lanes than there are.
  'invalid-number': /\.need$/u,
  // Lengths of time that round to nothing, or to more than is counted.
  'invalid-duration': /./u,
  // Lanes that are told apart by their nodes.
  'duplicate-entry': /\.all\[\d+\](?:\.to)?$/u,
};

/** Kinds that `checkConfig` tells alone: the guide lists them. */
const alone: ReadonlySet<string> = new Set(
  `
  names: unknown-node unknown-event unknown-key unknown-lane unknown-type unknown-activity unknown-verifier unknown-graph unknown-service
  missing-key recursive-graph
  expressions and values: expression unfit-value
  lists: default-not-last
  the whole: no-start-value unlike-keys unreachable-node dead-end endless-loop never-waits forks-too-deep lane-is-meeting
  lane-leaves-join lane-never-meets circular-needs parallel-writers
  `.split(/\s+/u),
);

function isOfShape({ code }: ConfigMistake): boolean {
  return Object.hasOwn(shapes, code);
}

/** The places that the validator tells of, as this package writes them. */
function placesOf(errors: readonly ErrorObject[]): ReadonlySet<string> {
  return new Set(
    errors.flatMap(({ instancePath, schemaPath, keyword, params }) => {
      const at = pathOf(instancePath.split('/').slice(1).map(unescaped));
      const beside = /\/dependentSchemas\/(?<name>\w+)\/(?:required|anyOf)/u.exec(schemaPath)?.groups?.['name'];
      const told = params as Readonly<Record<string, string | undefined>>;
      const name = beside ?? told['missingProperty'] ?? told['additionalProperty'] ?? told['propertyName'];
      if (keyword === 'oneOf') return [below(at, 'in'), below(at, 'at')];
      if (keyword === 'uniqueItems') return [`${at}[${Math.max(Number(told['i']), Number(told['j']))}]`, at];
      return name === undefined ? [at] : [below(at, name), at];
    }),
  );
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

const data: { document: unknown } = { document: undefined };

function pathOf(steps: readonly string[]): string {
  let value = data.document;
  let path = '';
  for (const step of steps) {
    path = Array.isArray(value) ? `${path}[${step}]` : below(path, step);
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return path;
}

describe('the JSON Schema and checkConfig', () => {
  /** What one of them tells of a document, and the other does not. */
  function apart(document: unknown): readonly unknown[] {
    data.document = document;
    const mistakes = checkConfig(JSON.stringify(document), known);
    const shape = mistakes.filter(isOfShape);
    const told = shape.filter(({ code, path }) => shapes[code]?.test(path) !== true);
    if (isValid(document)) return [...told, ...mistakes.filter((each) => !isOfShape(each) && !alone.has(each.code))];
    const places = placesOf(isValid.errors ?? []);
    return shape.length === 0 ? (isValid.errors ?? []) : told.filter(({ path }) => !places.has(path));
  }

  test('take whole documents', () => {
    expect(checkConfig(whole, known).filter(isOfShape)).toEqual([]);
    expect(isValid(parse(whole))).toBe(true);
  });

  test('refuse the same of any document that was changed anywhere, at the same places', () => {
    const changed = fc.oneof(fc.constantFrom<unknown>(parse(whole), parse(wide)), documents).chain((document) =>
      fc.array(changeOf(document), { minLength: 1, maxLength: 3 }).map((changes) => {
        const copy = structuredClone(document);
        for (const each of changes) each(copy);
        return copy;
      }),
    );
    fc.assert(
      fc.property(changed, (document) => {
        expect({ apart: apart(document), document }).toEqual({ apart: [], document });
      }),
      { numRuns: 60 },
    );
  });
});

type Change = (document: unknown) => void;
type Step = string | number;

/** All places of a document, and all that stands at one. */
function placesIn(value: unknown, path: readonly Step[] = []): readonly { path: readonly Step[]; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const within = Object.entries(value).flatMap(([key, each]) =>
    placesIn(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [{ path, value }, ...within];
}

/** All names of properties that any part of a document may have. */
const properties = [...new Set(propertiesIn(published))];

function propertiesIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, each]) =>
    key === 'properties' ? [...Object.keys(each as object), ...propertiesIn(each)] : propertiesIn(each),
  );
}

const scalars = fc.constantFrom<unknown>(
  '',
  ' ',
  'x',
  'state',
  'null',
  '-5',
  '0s',
  '1h',
  '1 h',
  'a b',
  'a.b',
  '__proto__',
  'constructor',
  'list',
  'sum',
  'append of string',
  'unlimited',
  'all',
  'any',
  'true',
  'boolean',
  'string?',
  0,
  1,
  -1,
  0.25,
  1.5,
  1e20,
  true,
  false,
  null,
);
const small = fc.constantFrom<unknown>([], {}, ['a'], ['a', 'a'], [1], { x: 1 }, { type: 'boolean', min: 1 });

/** A change of one place of a document: what stands there goes, comes under another name, or something else stands there. */
function changeOf(document: unknown): fc.Arbitrary<Change> {
  const places = placesIn(document);
  const graft = fc.constantFrom(...places.map(({ value }) => value));
  const value = fc.oneof(scalars, small, graft);
  const name = fc.oneof(fc.constantFrom(...properties), fc.constantFrom('x', 'a b', '', 'a.b', '1h', '5'));
  const at = fc.constantFrom(...places.map(({ path }) => path).filter((path) => path.length > 0));
  return fc.oneof(
    fc.record({ at }).map((given) => (made: unknown) => change(made, given.at, (parent, key) => drop(parent, key))),
    fc.record({ at, name }).map(
      (given) => (made: unknown) =>
        change(made, given.at, (parent, key) => {
          const before = (parent as Readonly<Record<Step, unknown>>)[key];
          drop(parent, key);
          if (!Array.isArray(parent)) set(parent, given.name, before);
        }),
    ),
    fc
      .record({ at, value })
      .map(
        (given) => (made: unknown) =>
          change(made, given.at, (parent, key) => set(parent, key, structuredClone(given.value))),
      ),
    fc.record({ at, name, value }).map(
      (given) => (made: unknown) =>
        change(made, given.at, (parent) => {
          if (Array.isArray(parent)) parent.push(structuredClone(given.value));
          else set(parent, given.name, structuredClone(given.value));
        }),
    ),
  );
}

function change(document: unknown, path: readonly Step[], apply: (parent: object, key: Step) => void): void {
  const key = path.at(-1);
  let parent = document;
  for (const step of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return;
    parent = (parent as Readonly<Record<Step, unknown>>)[step];
  }
  if (typeof parent === 'object' && parent !== null && key !== undefined) apply(parent, key);
}

function set(parent: object, key: Step, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function drop(parent: object, key: Step): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}
