/** One sample of a Prometheus text. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const samplePattern = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/u;
const labelPattern = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/gu;

/** The samples of a text in the Prometheus exposition format. */
export function parsePrometheus(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = samplePattern.exec(line) ?? [];
    return name === undefined || value === undefined
      ? []
      : [{ name, labels: labelsOf(labels), value: numberOf(value) }];
  });
}

/** The sum of the samples of that name that carry those labels. */
export function sumOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
    .reduce((total, sample) => total + sample.value, 0);
}

/** The share of a route's requests that were answered with a 5xx status; 0 when there were none. */
export function errorRatio(samples: readonly Sample[], route: string): number {
  const failures = samples.filter((sample) => sample.labels['status']?.startsWith('5'));
  const all = sumOf(samples, 'http_requests_total', { route });
  return all === 0 ? 0 : sumOf(failures, 'http_requests_total', { route }) / all;
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(labelPattern)].map(([, key = '', value = '']) => [key, unescaped(value)] as const);
  return Object.fromEntries(pairs);
}

function unescaped(value: string): string {
  return value.replace(/\\(.)/gu, (_, character: string) => (character === 'n' ? '\n' : character));
}

function numberOf(value: string): number {
  return Number(value.replace(/^([+-]?)Inf$/u, '$1Infinity'));
}
