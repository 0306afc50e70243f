/** Where a text was found, as people read it. */
export interface Excerpt {
  readonly before: string;
  readonly found: string;
  readonly after: string;
}

/** So much stands before what was found: a line is cut at its end, and what was found is to be seen. */
const mostBefore = 12;

/** What was found in a thread's values, without the signs of JSON, and with what was sought near its beginning. */
export function excerptOf(excerpt: string, sought: string): Excerpt {
  const needle = JSON.stringify(sought).slice(1, -1).toLowerCase();
  const at = needle === '' ? -1 : excerpt.toLowerCase().indexOf(needle);
  if (at === -1) return { before: '', found: '', after: readable(excerpt) };
  const before = readable(excerpt.slice(0, at));
  return {
    before: before.length > mostBefore ? `…${before.slice(-mostBefore)}` : before,
    found: readable(excerpt.slice(at, at + needle.length)),
    after: readable(excerpt.slice(at + needle.length)),
  };
}

/** JSON as words: escapes are what they stand for, keys and values are parted as in a list. */
function readable(json: string): string {
  return json
    .replaceAll(/\\(?:[nrt]|u000[9ad])/giu, ' ')
    .replaceAll(/(?<!\\)":\s*[[{]*"?/gu, ': ')
    .replaceAll(/(?<!\\)"?[\]}]*,[[{]*"?/gu, (found) => (found === ',' ? ',' : ', '))
    .replaceAll(/(?<!\\)"|[[\]{}]/gu, '')
    .replaceAll(/\\(?<kept>["\\/])/gu, '$<kept>');
}
