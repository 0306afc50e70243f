/**
 * Bodies as a shape and what fills it. A program writes few shapes, each of them often: names, and where there are numbers and
 * texts, are kept once a thread, and what is written is what differs.
 *
 * `filled(shape, leaves)` is the JSON that the shape was made of.
 */

import type { WrittenEdit } from './document.ts';
import type { Written } from './written.ts';

/** What is written for a body: the key of its shape, of which a record's is marked, and what fills it; or all of it. */
export type Packed = readonly [shape: string, ...leaves: unknown[]] | readonly [json: object];

const ofRecord = '*';

export interface Shaped {
  readonly shape: string;
  readonly leaves: readonly unknown[];
}

/** Stands where something is to be filled in: JSON has no such character. */
const hole = '\u0001';

/** What is filled by more is no shape that comes again. */
const mostLeaves = 256;

/** A shape that is shorter stands where it is. */
const shortest = 48;

/** The shape of edits, of a task's writes or of a whole document; undefined where there is none worth to be kept. */
export function shapeOf(body: object): Shaped | undefined {
  const leaves: unknown[] = [];
  const shape = Array.isArray(body) ? edits(body as readonly WrittenEdit[], leaves) : other(body, leaves);
  return leaves.length > mostLeaves || shape.length < shortest ? undefined : { shape, leaves };
}

export function packedBy(key: string, { shape, leaves }: Shaped): Packed {
  return [(shape.startsWith('{') ? ofRecord : '') + key, ...leaves];
}

/** The key of the shape; undefined where all of the body is there. */
export function shapeKey([first]: Packed): string | undefined {
  if (typeof first !== 'string') return undefined;
  return first.startsWith(ofRecord) ? first.slice(1) : first;
}

/** Whether it is a whole document, and no edits of another. */
export function isWhole([first]: Packed): boolean {
  return typeof first === 'string' ? first.startsWith(ofRecord) : !Array.isArray(first);
}

/** The characters of what is written. */
export function weightOf(packed: Packed): number {
  return JSON.stringify(packed).length;
}

export function filled(shape: string, leaves: readonly unknown[]): unknown {
  const parts = shape.split(hole);
  let text = parts[0] ?? '';
  for (let at = 1; at < parts.length; at++) text += JSON.stringify(leaves[at - 1]) + parts[at];
  return JSON.parse(text);
}

/** Names of places are of the shape. */
function edits(body: readonly WrittenEdit[], leaves: unknown[]): string {
  const each = body.map(([at, ...what]) => {
    const place = at.map((name) => (typeof name === 'string' ? JSON.stringify(name) : value(name, leaves)));
    return `[${[`[${place.join(',')}]`, ...what.map((part) => value(part, leaves))].join(',')}]`;
  });
  return `[${each.join(',')}]`;
}

function other(body: object, leaves: unknown[]): string {
  if (!('w' in body)) return value(body, leaves);
  const { p, w } = body as Written;
  // A path without a number is that of a node, and comes each time.
  const path = p === undefined ? '' : `"p":${/\d/u.test(p) ? value(p, leaves) : JSON.stringify(p)},`;
  const each = w.map(([channel, ...rest]) => {
    return `[${[JSON.stringify(channel), ...rest.map((part) => value(part, leaves))].join(',')}]`;
  });
  return `{${path}"w":[${each.join(',')}]}`;
}

function value(json: unknown, leaves: unknown[]): string {
  if (typeof json === 'string' || typeof json === 'number') {
    leaves.push(json);
    return hole;
  }
  if (typeof json !== 'object' || json === null) return String(json);
  if (leaves.length > mostLeaves) return '';
  if (Array.isArray(json)) return `[${json.map((item) => value(item, leaves)).join(',')}]`;
  const parts: string[] = [];
  for (const [key, part] of Object.entries(json)) parts.push(`${JSON.stringify(key)}:${within(key, part, leaves)}`);
  return `{${parts.join(',')}}`;
}

function within(key: string, part: unknown, leaves: unknown[]): string {
  if (key === '$class') return instance(part, leaves);
  if (key !== '$list') return value(part, leaves);
  // Of how many parts it is, is another each time.
  leaves.push(part);
  return hole;
}

/** The name of a class is of the shape. */
function instance(part: unknown, leaves: unknown[]): string {
  const [name, data] = part as readonly [string, unknown];
  return `[${JSON.stringify(name)},${value(data, leaves)}]`;
}
