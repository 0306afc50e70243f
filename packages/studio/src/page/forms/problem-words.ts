import type { OutputUnit } from '@cfworker/json-schema';

/** What is wrong in words of a form, and the name of the part that it is about, where that is not there itself. */
export interface Words {
  readonly message: string;
  readonly part?: string;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address, such as ada@example.com',
  uri: 'an address, such as https://example.com',
  url: 'an address, such as https://example.com',
  date: 'a date, such as 2026-11-30',
  time: 'a time, such as 14:30:00',
  'date-time': 'a date and a time, such as 2026-11-30T14:30:00Z',
  uuid: 'a UUID',
  duration: 'a duration, such as PT1H',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

/** By keyword: what the validator says, in which a form finds what is right. */
const words: Readonly<Record<string, readonly [RegExp, (...found: readonly string[]) => string]>> = {
  type: [/Expected (.*)\.$/su, (types = '') => `Give ${kindsIn(types)}.`],
  const: [/does not match (.*)\.$/su, (value) => `It has to be ${value}.`],
  enum: [/any of \[(.*)\]\.$/su, (values = '') => `Give one of ${values.replaceAll('","', '", "')}.`],
  minLength: [/< (\d+)\)/u, (least) => `Give at least ${characters(least)}.`],
  maxLength: [/> (\d+)\)/u, (most) => `Give at most ${characters(most)}.`],
  minItems: [/< (\d+)\)/u, (least) => `Give at least ${least}.`],
  maxItems: [/> (\d+)\)/u, (most) => `Give at most ${most}.`],
  minProperties: [/at least (\d+)/u, (least) => `Give at least ${least} by name.`],
  maxProperties: [/at least (\d+)/u, (most) => `Give at most ${most} by name.`],
  minimum: [/less than (?:or equal to )?(.*)\.$/su, (least) => `Give ${least} or more.`],
  maximum: [/greater than (?:or equal to )?(.*)\.$/su, (most) => `Give ${most} or less.`],
  exclusiveMinimum: [/less than (?:or equal to )?(.*)\.$/su, (least) => `Give more than ${least}.`],
  exclusiveMaximum: [/greater than (?:or equal to )?(.*)\.$/su, (most) => `Give less than ${most}.`],
  multipleOf: [/multiple of (.*)\.$/su, (step) => `Give a multiple of ${step}.`],
  format: [/format "(.*)"/su, (format = '') => `Give ${formats[format] ?? `a text of the format "${format}"`}.`],
  pattern: [/^/u, () => 'This is not of the form that is asked for.'],
  propertyNames: [/name "(.*)" does/su, (name) => `The name "${name}" cannot stand here.`],
  additionalProperties: [/^Property "(.*)" does/su, (name) => `"${name}" is not known here.`],
  unevaluatedProperties: [/^Property "(.*)" does/su, (name) => `"${name}" is not known here.`],
  properties: [/^Property "(.*)" does/su, (name) => `"${name}" cannot stand here.`],
  anyOf: [/^/u, () => 'This is nothing of what may stand here.'],
  oneOf: [
    /\((\d+) matches\)/u,
    (count) => `This is ${count === '0' ? 'nothing' : 'more than one'} of what may stand here.`,
  ],
  not: [/^/u, () => 'This cannot stand here.'],
  false: [/^/u, () => 'Nothing can stand here.'],
  items: [/^/u, () => 'There are more than may be.'],
  uniqueItems: [/indexes (\d+) and (\d+)/u, (one, other) => `${ordinal(one)} and ${ordinal(other)} are the same.`],
  contains: [/^/u, () => 'Something that has to be in the list is missing.'],
};

const missing = /required property "(?<part>.*)"\.$|does not have "(?<other>.*)"\.$/su;

/** What a validator's error says to whoever fills in a form. */
export function wordsOf({ keyword, error }: OutputUnit): Words {
  const { part, other = part } = missing.exec(error)?.groups ?? {};
  if (other !== undefined) return { message: 'This has to be there.', part: other };
  const [of, say] = (Object.hasOwn(words, keyword) ? words[keyword] : undefined) ?? [];
  const found = of?.exec(error);
  return { message: found && say !== undefined ? say(...found.slice(1)) : error };
}

function kindsIn(types: string): string {
  const told = [...types.matchAll(/"(\w+)"/gu)].map(([, type = '']) => kinds[type] ?? type);
  return told.length < 2 ? (told[0] ?? 'something else') : `${told.slice(0, -1).join(', ')} or ${told.at(-1) ?? ''}`;
}

function characters(count = '1'): string {
  return count === '1' ? '1 character' : `${count} characters`;
}

function ordinal(at = '0'): string {
  return `Item ${Number(at) + 1}`;
}
