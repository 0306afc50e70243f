import type { Served } from './loopback.ts';

/** What the service reports besides its requests. */
export interface Gauges {
  readonly version: string;
  readonly carts: number;
  readonly bytes: number;
}

/** Counts requests by route and status, and writes them as Prometheus text. */
export class ServiceMetrics {
  readonly #requests = new Map<string, number>();

  count({ route, status }: Served): void {
    const [method, path = 'other'] = route.split(' ');
    const labels = `method="${path === 'other' ? 'other' : method}",route="${path}",status="${status}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
  }

  text(gauges: Gauges): string {
    const { rss, heapUsed, external } = process.memoryUsage();
    return [
      ...family('http_requests_total', 'counter', 'Requests answered.', [...this.#requests]),
      ...gauge('process_resident_memory_bytes', 'Resident memory.', rss),
      ...gauge('nodejs_heap_size_used_bytes', 'Heap in use.', heapUsed),
      ...gauge('nodejs_external_memory_bytes', 'Memory of buffers.', external),
      ...gauge('cart_cache_carts', 'Carts in the cart cache.', gauges.carts),
      ...gauge('cart_cache_bytes', 'Bytes in the cart cache.', gauges.bytes),
      ...gauge('process_uptime_seconds', 'Seconds since the start.', process.uptime()),
      ...family('build_info', 'gauge', 'The running version.', [[`version="${gauges.version}"`, 1]]),
      '',
    ].join('\n');
  }
}

function gauge(name: string, help: string, value: number): string[] {
  return family(name, 'gauge', help, [['', value]]);
}

function family(name: string, type: string, help: string, samples: readonly [string, number][]): string[] {
  const lines = samples.map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
}
