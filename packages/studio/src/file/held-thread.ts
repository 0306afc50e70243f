/** The thread that the file has: the lines of its export, gzipped, as base64 in an element that no browser runs. */
export interface HeldThread {
  /** When it was as it is told, in milliseconds since 1970. */
  readonly at: number;
  /** Reads it, piece by piece. */
  text(): ReadableStream<string>;
}

/** The element of a file that holds it. */
interface Holding {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly textContent: string | null;
}

/** What the element of a file holds. */
export function heldIn(element: Holding): HeldThread {
  return { at: Number(element.dataset['at']), text: () => textOf(element.textContent ?? '') };
}

/** All lines of a text that comes in pieces. */
export async function linesOf(text: ReadableStream<string>): Promise<readonly string[]> {
  const reader = text.getReader();
  const lines: string[] = [];
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return rest === '' ? lines : [...lines, rest];
    const parts = (rest + value).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) lines.push(line);
  }
}

/** Each line of the element is base64 by itself. */
function textOf(written: string): ReadableStream<string> {
  const lines = written.split('\n').filter((line) => line !== '');
  let at = 0;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const line = lines[at];
      at += 1;
      if (line === undefined) controller.close();
      else controller.enqueue(Uint8Array.from(atob(line), (letter) => letter.charCodeAt(0)));
    },
  });
  return packed.pipeThrough(new DecompressionStream('gzip')).pipeThrough(new TextDecoderStream());
}
