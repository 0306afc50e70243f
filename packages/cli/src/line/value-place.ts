import { suggest, counted } from '@cairn/core/store';
import { CommandError, usageError } from '../exit-code.ts';
import { pathText } from '../printing/path-text.ts';

/** A key of the state and a part of its value, as the command line names them: `evidence[2].source`, `["a key"]`. */
export interface ValuePlace {
  readonly key: string;
  readonly path: readonly (string | number)[];
}

const part = String.raw`\[(?<place>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\]|(?:^|\.)(?<name>[^.[\]]+)`;
const whole = new RegExp(`^(?:${part.replaceAll(/\?<\w+>/gu, '?:')})+$`, 'u');

/** Reads `evidence[2].source`; a name with dots, brackets or nothing but digits is quoted: `["a.b"]`. */
export function valuePlace(text: string): ValuePlace {
  const parts = whole.test(text)
    ? Array.from(text.matchAll(new RegExp(part, 'gu')), ({ groups = {} }) => {
        const { place, quoted, name } = groups;
        if (place !== undefined) return Number(place);
        return quoted === undefined ? (name ?? '') : (JSON.parse(quoted) as string);
      })
    : [];
  const [key, ...path] = parts;
  if (key === undefined) throw usageError(`"${text}" names no value. Write evidence, evidence[2].source, or ["a.b"].`);
  return { key: String(key), path };
}

/** What a value has at a path, and the path with places of lists as numbers; a problem where it has nothing there. */
export function partAt(
  value: unknown,
  { key, path }: ValuePlace,
): { readonly value: unknown; readonly path: ValuePlace['path'] } {
  let at = value;
  const gone: (string | number)[] = [];
  for (const step of path) {
    const next = stepInto(at, step);
    if (next === undefined) throw new CommandError(`"${pathText([key, ...gone])}" has no ${named(step)}. ${has(at)}`);
    gone.push(next.step);
    at = next.value;
  }
  return { value: at, path: gone };
}

function stepInto(value: unknown, step: string | number): { step: string | number; value: unknown } | undefined {
  if (Array.isArray(value)) {
    const place = typeof step === 'string' && /^\d+$/u.test(step) ? Number(step) : step;
    return typeof place === 'number' && place < value.length
      ? { step: place, value: value[place] as unknown }
      : undefined;
  }
  if (value instanceof Map) return value.has(step) ? { step, value: value.get(step) as unknown } : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return { step: String(step), value: (value as Readonly<Record<string, unknown>>)[step] };
}

function named(step: string | number): string {
  return typeof step === 'number' ? `[${step}]` : `"${step}"`;
}

function has(value: unknown): string {
  if (Array.isArray(value)) {
    return `It has ${value.length === 0 ? 'no items' : `${counted(value.length, 'item')}, [0] to [${value.length - 1}]`}.`;
  }
  const keys = value instanceof Map ? [...value.keys()].map(String) : isRecord(value) ? Object.keys(value) : undefined;
  return keys === undefined ? 'It has no parts.' : suggest('', keys);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Set) && !(value instanceof Date);
}
