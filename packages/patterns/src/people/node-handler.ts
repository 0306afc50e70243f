/** What is read of a request of `node:http`, without its types: consumers may not have them. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Whether all of it has come. */
  readonly complete?: boolean;
}

/** What is written to of a response of `node:http`. */
export interface NodeResponse {
  writeHead(status: number, headers: Readonly<Record<string, string>>): { end(body?: Uint8Array): unknown };
}

/** A handler of requests as `node:http` has them. */
export type NodeHandler = (request: NodeRequest, response: NodeResponse) => void;

/**
 * A handler of Web-standard requests as one of `node:http`: what `createServer` takes, and Express mounts. What it is sent and does not
 * read goes with the connection. 500 where the handler throws, and 400 where no request can be made of what came.
 *
 * @example
 * createServer(nodeHandler(answerByLink({ cairn, graphs: [refunds], links })));
 */
export function nodeHandler(handler: (request: Request) => Promise<Response>): NodeHandler {
  return (incoming, outgoing) => {
    void answered(incoming, handler).then(({ status, headers = {}, body }) => {
      const isRead = incoming.complete !== false;
      outgoing.writeHead(status, { ...headers, ...(!isRead && { connection: 'close' }) }).end(body);
    });
  };
}

interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

async function answered(incoming: NodeRequest, handler: (request: Request) => Promise<Response>): Promise<Answered> {
  const request = requestOf(incoming);
  if (request === undefined) return { status: 400 };
  try {
    const response = await handler(request);
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch {
    return { status: 500 };
  }
}

/** Undefined where the web has no such request: one of another form, or by a method that it forbids. */
function requestOf(incoming: NodeRequest): Request | undefined {
  const { method = 'GET', url = '/', headers: given } = incoming;
  const headers = Object.entries(given).flatMap(([name, value]) =>
    value === undefined || name.startsWith(':') ? [] : [[name, String(value)] as [string, string]],
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    const address = new URL(url, `http://${String(given['host'] ?? 'localhost')}`);
    return new Request(address, { method, headers, ...(hasBody && { body: bodyOf(incoming), duplex: 'half' }) });
  } catch {
    return undefined;
  }
}

/** Reads as it is asked to; what is not asked for is left where it is, so that an answer can still be given. */
function bodyOf(incoming: NodeRequest): ReadableStream<Uint8Array> {
  const parts = incoming[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(body) {
      const { done, value } = await parts.next();
      if (done === true) body.close();
      else body.enqueue(value);
    },
  });
}
