import { celNames, ownTypes } from './known.ts';

/** Whether a type of CEL is one of lists. */
export function isList(type: string): boolean {
  return type === 'list' || type.startsWith('list<');
}

/** Whether it is one of maps. */
export function isMap(type: string): boolean {
  return type === 'map' || type.startsWith('map<') || type.startsWith(ownTypes);
}

/** What a type holds that is of a kind, such as `list`; undefined where it is another. */
export function innerOf(kind: string, type: string): string | undefined {
  return type.startsWith(`${kind}<`) && type.endsWith('>') ? type.slice(kind.length + 1, -1) : undefined;
}

const words: Readonly<Record<string, string>> = {
  [celNames.number]: 'a number',
  [celNames.whole]: 'a whole number',
  [celNames.flag]: 'true or false',
  [celNames.text]: 'a text',
  [celNames.time]: 'a time',
  [celNames.length]: 'a length of time',
  [celNames.bytes]: 'bytes',
  type: 'a type of CEL',
  null: 'null',
};

/** A type of CEL, in words. */
export function typeInWords(type: string): string {
  if (isMap(type)) return 'a map';
  if (type === 'optional' || type.startsWith('optional<')) return 'what may be absent';
  if (!isList(type)) return words[type] ?? type;
  const inner = plural[innerOf('list', type) ?? ''];
  return inner === undefined ? 'a list' : `a list of ${inner}`;
}

const plural: Readonly<Record<string, string>> = {
  [celNames.number]: 'numbers',
  [celNames.whole]: 'whole numbers',
  [celNames.text]: 'texts',
  [celNames.time]: 'times',
  [celNames.fields]: 'maps',
};
