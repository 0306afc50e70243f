/** Says what is wrong with JSON, `path` being where it stands; undefined where it is as it has to be. */
export type Shape = (json: unknown, path: string) => string | undefined;

const said = (path: string, what: string): string => `its "${path}" is ${what}`;

/** Any text. */
export const text: Shape = (json, path) => (typeof json === 'string' ? undefined : said(path, 'no text'));

export function oneOf(...words: readonly string[]): Shape {
  const known = new Set<unknown>(words);
  return (json, path) =>
    known.has(json) ? undefined : said(path, `${wordOf(json)}, and not one of ${words.join(', ')}`);
}

/** One of the words of a type: a word that the type gains does not compile until it stands here. */
export function wordIn<Word extends string>(words: Readonly<Record<Word, unknown>>): Shape {
  return oneOf(...Object.keys(words));
}

/** A whole number from a least one on, 0 by default. */
export function whole(least = 0): Shape {
  return (json, path) =>
    Number.isSafeInteger(json) && (json as number) >= least
      ? undefined
      : said(path, `no whole number from ${least} on`);
}

/** Milliseconds since 1970. */
export const time: Shape = (json, path) => (Number.isSafeInteger(json) ? undefined : said(path, 'no time'));

/** Any number. */
export const number: Shape = (json, path) => (typeof json === 'number' ? undefined : said(path, 'no number'));

export const yes: Shape = (json, path) => (json === true ? undefined : said(path, 'not true'));

/** Anything at all: a value, whose text is read by other means. */
export const anything: Shape = () => undefined;

export const nothing: Shape = (json, path) => (json === null ? undefined : said(path, 'something'));

export function either(...shapes: readonly Shape[]): Shape {
  return (json, path) => {
    const wrong = shapes.map((shape) => shape(json, path));
    return wrong.every((each) => each !== undefined) ? wrong.at(-1) : undefined;
  };
}

export function listOf(shape: Shape): Shape {
  return (json, path) => {
    if (!Array.isArray(json)) return said(path, 'no list');
    for (const [index, item] of json.entries()) {
      const wrong = shape(item, `${path}[${index}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

export function recordOf(shape: Shape): Shape {
  return (json, path) => {
    if (!isRecord(json)) return said(path, 'no object');
    for (const [key, part] of Object.entries(json)) {
      const wrong = shape(part, `${path}.${key}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

/** An object with these properties, and perhaps those, be they written as undefined; what else it has is let be. */
export function object(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (json, path) => {
    if (!isRecord(json)) return said(path, 'no object');
    for (const [key, shape] of Object.entries(required)) {
      const wrong = shape(json[key], `${path}.${key}`);
      if (wrong !== undefined) return wrong;
    }
    for (const [key, shape] of Object.entries(optional)) {
      const wrong = isUndefined(json[key]) ? undefined : shape(json[key], `${path}.${key}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

function isUndefined(json: unknown): boolean {
  return json === undefined || (isRecord(json) && json['$undefined'] === true);
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function wordOf(json: unknown): string {
  return typeof json === 'string' ? JSON.stringify(json) : json === null ? 'null' : `a ${typeof json}`;
}
