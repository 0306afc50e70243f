/** The most that is read of a request, in bytes. */
const most = 65_536;

/** The text of a request's body; undefined where it is longer than anybody answers. */
export async function bodyOf({ body }: Request): Promise<string | undefined> {
  return body === null ? '' : textOf(body as AsyncIterable<Uint8Array>, most);
}

/** The text that comes in parts; undefined where it has more bytes than `longest`, of which no more is read then. */
export async function textOf(parts: AsyncIterable<Uint8Array>, longest: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of parts) {
    length += chunk.byteLength;
    if (length > longest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a text of JSON says; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
