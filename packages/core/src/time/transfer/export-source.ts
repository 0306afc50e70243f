/** An exported thread: the path of its file, its lines, or its text. */
export type ExportSource = URL | string | Iterable<string> | AsyncIterable<string>;

/** The lines of an exported thread; text that does not look like an export is the path of one. */
export async function* linesOf(source: ExportSource): AsyncGenerator<string, void, undefined> {
  if (source instanceof URL || (typeof source === 'string' && !source.trimStart().startsWith('{'))) {
    // Few programs read such a file, and all would load what reads it.
    const { open } = await import('node:fs/promises');
    const file = await open(source);
    yield* file.readLines({ encoding: 'utf8' });
  } else if (typeof source === 'string') {
    yield* source.split('\n');
  } else {
    yield* source;
  }
}
