import type { JsonSchema } from './json-schema.ts';

const told = String.raw`"\\\p{Cc}\p{Cs}`;

/** Names of keys, events, questions and limits. */
export const plainName: JsonSchema = {
  title: 'a name without quotes, backslashes and control characters',
  pattern: `^(?!__proto__$)[^${told}]+$`,
};

/** Names of keys of the state: those that an object cannot have a field of its own by are none. */
export const stateName: JsonSchema = {
  title: 'a name without quotes, backslashes and control characters, and not "constructor"',
  pattern: `^(?!(__proto__|constructor)$)[^${told}]+$`,
};

/** Names of nodes and graphs: they become parts of paths such as `gather.1/logs`. */
export const nodeName: JsonSchema = {
  title: 'a name without white space, quotes, backslashes and any of . / @',
  pattern: String.raw`^(?!__proto__$)[^./@\s${told}]+$`,
};
