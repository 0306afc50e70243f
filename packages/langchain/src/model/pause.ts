type Headers = { readonly get?: unknown } & Readonly<Record<string, unknown>>;

/** What clients of endpoints throw: with the headers of the answer, or with that. */
interface Refused {
  readonly retryAfterMs?: number;
  readonly headers?: Headers;
  readonly response?: { readonly headers?: Headers };
}

/** For how many milliseconds an endpoint wants to be left alone by what it answered, whatever its status; undefined where it does not say. */
export function pauseIn(error: unknown): number | undefined {
  const { headers, response, retryAfterMs } = Object(error) as Refused;
  const all = headers ?? response?.headers;
  const said =
    all === undefined ? undefined : (inNumber(all, 'retry-after-ms', 1) ?? inNumber(all, 'retry-after', 1_000));
  return said ?? (all === undefined ? undefined : untilDate(all)) ?? retryAfterMs;
}

function inNumber(headers: Headers, name: string, unit: number): number | undefined {
  const text = headerIn(headers, name)?.trim() ?? '';
  return /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) * unit : undefined;
}

function untilDate(headers: Headers): number | undefined {
  const until = Date.parse(headerIn(headers, 'retry-after') ?? '');
  // By the endpoint's clock where it says how late it is.
  const said = Date.parse(headerIn(headers, 'date') ?? '');
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(said) ? Date.now() : said));
}

function headerIn(headers: Headers, name: string): string | undefined {
  const { get } = headers;
  const found: unknown = typeof get === 'function' ? get.call(headers, name) : headers[name];
  return typeof found === 'string' ? found : undefined;
}
