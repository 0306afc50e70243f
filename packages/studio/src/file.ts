import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** How a thread is written to a file of its own. */
export interface ThreadFileOptions {
  /** When the thread was as its export tells, in milliseconds since 1970; now by default. The page shows it, and reckons from it how long ago things were. */
  readonly at?: number;
}

/** Where the page of a file is, as it is built: beside the code as it is published, and where tests and `pnpm build` put it for the sources. */
const places = ['file/thread.html', '../built/file/thread.html', '../dist/file/thread.html'];

/** In front of this the page takes the thread. */
const mark = '<!--thread-->';

/**
 * A thread as the text of one HTML file, piece by piece: the same page as Studio's, which asks no server and nobody else. `lines` are those
 * of an export, as `exportThread` gives them.
 *
 * What the thread holds stands in the file packed, as letters and digits alone, so that no value can be read as a part of the page.
 * What protected keys hold is sealed in an export, and stays so.
 */
export async function* threadFile(
  lines: AsyncIterable<string> | Iterable<string>,
  { at = Date.now() }: ThreadFileOptions = {},
): AsyncGenerator<string, void, undefined> {
  const page = await builtPage();
  const end = page.indexOf(mark);
  yield `${page.slice(0, end)}<script type="application/gzip" id="thread" data-at="${at}">\n`;
  const packed = ReadableStream.from(encoded(lines)).pipeThrough(new CompressionStream('gzip'));
  // Each line is base64 by itself.
  for await (const part of packed) yield `${Buffer.from(part).toString('base64')}\n`;
  yield `</script>${page.slice(end + mark.length)}`;
}

/** So many characters are packed at once. */
const portion = 64 * 1024;

async function* encoded(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const encoder = new TextEncoder();
  let text = '';
  for await (const line of lines) {
    text += `${line}\n`;
    if (text.length < portion) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(text);
}

async function builtPage(): Promise<string> {
  for (const place of places) {
    const page = await readFile(fileURLToPath(new URL(place, import.meta.url)), 'utf8').catch(() => undefined);
    if (page !== undefined) return page;
  }
  throw new Error('The page of a thread in a file was not built: pnpm run build.');
}
