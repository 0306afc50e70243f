import {
  list,
  listOf,
  misfit,
  mustBe,
  mustChoose,
  name,
  nonEmpty,
  object,
  oneOf,
  text,
  type Shape,
  type Shapes,
} from '../../base/problem/given.ts';
import { isVector } from '../contract/likeness.ts';
import type { NewFact, RecallQuery } from './recalling.ts';

const anything: Shape = { expected: 'a value', fits: () => true };
const amount: Shape = {
  expected: 'a number of at least 0',
  fits: (value) => typeof value === 'number' && value >= 0,
};

/** What a query may be. */
export const queryShapes: Shapes<RecallQuery> = {
  text,
  by: oneOf('words', 'meaning', 'both'),
  where: object,
  limit: amount,
  offset: amount,
};

const factShapes = {
  text,
  value: anything,
  id: text,
  from: list,
  of: name,
  until: { expected: 'a Date', fits: (value: unknown) => value instanceof Date && Number.isFinite(value.getTime()) },
  found: listOf(text),
  vectors: list,
};

/** What an embedding gives for a text. */
export const aVector: Shape = {
  expected: 'a vector: a list of finite numbers, at least one, none of them too large for single precision',
  fits: isVector,
};

/** What embeddings give for so many texts. */
export function vectorsOf(count: number): Shape {
  return {
    expected: `a list of ${count}, one for each text, of which each is ${aVector.expected}`,
    fits: (value) => Array.isArray(value) && value.length === count && value.every(isVector),
  };
}

const checkpoint: Shape = {
  expected: 'a checkpoint, "thread@7" for example, or a fact with its namespace and id',
  fits: (value) => typeof value === 'string' && /^.+@[1-9]\d*$/su.test(value),
};

/** Refuses a namespace that is none, by its name. */
export function mustBeNamespace(namespace: unknown, place = 'namespace'): void {
  mustBe(place, namespace, listOf(nonEmpty));
}

/** Refuses what cannot be remembered, by its name. */
export function mustBeFact(fact: NewFact): void {
  mustChoose('fact', fact, factShapes);
  if (fact === undefined) throw misfit('fact', fact, object);
  mustBe('fact.text', fact.text, text);
  for (const [at, source] of (fact.from ?? []).entries()) {
    const place = `fact.from[${at}]`;
    if (typeof source !== 'object' || source === null) {
      mustBe(place, source, checkpoint);
      continue;
    }
    mustBeNamespace(source.namespace, `${place}.namespace`);
    mustBe(`${place}.id`, source.id, text);
    if (source.version !== undefined) mustBe(`${place}.version`, source.version, version);
  }
  if (fact.vectors !== undefined) mustBe('fact.vectors', fact.vectors, listOf(aVector));
}

const version: Shape = { expected: 'the version of a fact', fits: Number.isSafeInteger };
