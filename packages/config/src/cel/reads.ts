import { countedMethods } from './work.ts';

/** Methods whose whole receiver is looked at, and functions of which that is true of what they are given. */
export const readingMethods: ReadonlySet<string> = new Set([
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'trim',
  'json',
  'hex',
  'base64',
  'string',
]);
export const readingFunctions: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'timestamp',
]);

/** Methods that are told places in what they are of, which are whole. */
export const placed: ReadonlySet<string> = new Set(['substring', 'indexOf', 'lastIndexOf', 'split', 'at']);

/** Methods that read a calendar, in a time zone where one is named. */
export const calendar: RegExp = /^get[A-Z]/u;

/** Methods that count what they do. */
export const countedNames: ReadonlySet<string> = new Set(
  Object.keys(countedMethods).map((each) => each.replace(/^[^.]*\.(\w+).*$/u, '$1')),
);
