// What properties are named in other languages of workflows: of XState, Step Functions, GitHub Actions, Serverless Workflow, Temporal, JSON Schema.

/** Words of other languages, by the properties that they stand for; one may stand for several, of which one place has one. */
const words: Readonly<Record<string, readonly string[]>> = {
  to: ['target', 'goto', 'go', 'then', 'node', 'next', 'destination', 'transition', 'do'],
  when: ['if', 'cond', 'condition', 'guard', 'where', 'expression', 'test', 'is'],
  next: ['transitions', 'transition', 'then', 'goto', 'to', 'target', 'choices', 'switch', 'always'],
  run: [
    'uses',
    'action',
    'activity',
    'task',
    'invoke',
    'resource',
    'call',
    'handler',
    'function',
    'script',
    'do',
    'src',
  ],
  nodes: ['states', 'steps', 'jobs', 'tasks', 'stages', 'activities'],
  start: ['initial', 'startat', 'begin', 'entrypoint', 'entry'],
  with: ['args', 'arguments', 'params', 'parameters', 'inputs'],
  state: ['context', 'data', 'variables', 'vars', 'schema'],
  update: ['assign', 'actions', 'set', 'output'],
  final: ['end', 'terminal', 'isfinal', 'last'],
  onError: ['catch', 'onfailure', 'onfail', 'rescue', 'onexception'],
  after: ['delay', 'delays', 'wait', 'timers'],
  timeout: ['timeoutseconds', 'timeoutminutes', 'deadline', 'starttoclosetimeout'],
  retry: ['retries', 'retrypolicy'],
  attempts: ['maxattempts', 'maximumattempts', 'times', 'count', 'retries', 'limit'],
  backoff: ['delay', 'interval', 'intervalseconds', 'initialinterval', 'wait'],
  factor: ['backoffrate', 'multiplier', 'rate', 'coefficient', 'backoffcoefficient', 'exponent'],
  max: [
    'maxdelay',
    'maxdelayseconds',
    'maxinterval',
    'maximuminterval',
    'maximum',
    'maxlength',
    'maxitems',
    'maxvalue',
    'limit',
  ],
  min: ['minimum', 'minlength', 'minitems', 'minvalue'],
  description: ['comment', 'summary', 'doc', 'docs'],
  label: ['name', 'title'],
  of: ['values', 'items', 'enum', 'options', 'choices', 'elements', 'element', 'item'],
  fields: ['properties', 'props', 'shape', 'attributes'],
  optional: ['nullable', 'maybe'],
  default: ['initial', 'value'],
  from: ['initial', 'start', 'default'],
  all: ['parallel', 'branches', 'fork'],
  each: ['foreach', 'for', 'items', 'collection', 'map', 'in', 'itemspath'],
  then: ['join', 'after', 'finally'],
  merge: ['reduce', 'aggregate', 'collect'],
  limit: ['maxconcurrency', 'concurrency', 'maxparallel', 'parallelism'],
  choose: ['switch', 'choice', 'select'],
  among: ['of', 'options', 'choices', 'cases'],
  in: ['delay', 'duration', 'seconds', 'wait'],
  graph: ['subgraph', 'workflow', 'machine', 'statemachine', 'subflow'],
  events: ['signals', 'messages', 'triggers'],
  thresholds: ['constants', 'config', 'env', 'settings'],
  limits: ['budget', 'budgets'],
  graphs: ['subgraphs', 'workflows', 'machines'],
  ttl: ['expires', 'maxage', 'for', 'duration'],
  per: ['every', 'period', 'window'],
  keep: ['keepfailed', 'preserve'],
};

/** What is told of words of other languages that nothing stands for. */
const sentences: Readonly<Record<string, string>> = {
  entry: 'What is done at a node is the activity under "run"; "update" of what leads there writes to the state.',
  exit: 'What is done at a node is the activity under "run"; "update" of what leads on writes to the state.',
  type: 'What a node does is told by what it has: "run", "graph", "on", "next" or "final: true".',
  states: 'Nodes within a node are a graph under "graphs", which the node names under "graph".',
};

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/gu, '');
}

/** Whether a word of another language stands for a property. */
export function standsFor(word: string, property: string): boolean {
  return Object.hasOwn(words, property) && words[property]?.includes(plain(word)) === true;
}

/** What is written in place of a word of another language; `free` are the properties that may stand beside those that do. */
export function wordInstead(word: string, free: readonly string[]): string | undefined {
  const same = free.find((property) => plain(property) === plain(word));
  const property = same ?? free.find((each) => standsFor(word, each));
  if (property !== undefined) return `It is written "${property}".`;
  const isNode = free.includes('run') || free.includes('graph');
  const name = plain(word);
  return isNode && Object.hasOwn(sentences, name) ? sentences[name] : undefined;
}
