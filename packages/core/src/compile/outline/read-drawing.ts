import type { ActiveAt, Drawing, DrawnMove, DrawnState } from '../../base/drawing.ts';
import { noFields } from './fields.ts';
import type { Fields } from './outline.ts';
import type { Reader } from './reader.ts';

const ofDrawing = ['nodes', 'edges', 'active', 'went'];
const ofState = ['id', 'name', 'kind', 'parent', 'start', 'deep', 'label', 'alias'];
const ofMove = ['id', 'from', 'to', 'kind', 'label'];
const ofActive = ['key', 'path'];

const stateKinds: ReadonlySet<unknown> = new Set<DrawnState['kind']>([
  'atomic',
  'compound',
  'parallel',
  'final',
  'history',
  'always',
]);
const moveKinds: ReadonlySet<unknown> = new Set<DrawnMove['kind']>(['event', 'timer', 'next', 'case', 'error']);

/** Reads what is drawn below a node. */
export function readDrawing(reader: Reader, path: string, value: unknown): Drawing | undefined {
  if (value === undefined) return undefined;
  const fields = reader.record(path, value, 'an object such as { nodes, edges, active: { key } }');
  if (fields === noFields) return undefined;
  reader.known(path, fields, ofDrawing, 'A drawing');
  const active = readAt(reader, `${path}.active`, fields['active'], 'Where states are told');
  const went =
    fields['went'] === undefined
      ? {}
      : { went: readAt(reader, `${path}.went`, fields['went'], 'Where it is told what was taken') };
  return Object.freeze({
    nodes: readEach(reader, `${path}.nodes`, fields['nodes'], readState),
    edges: readEach(reader, `${path}.edges`, fields['edges'], readMove),
    active,
    ...went,
  });
}

function readAt(reader: Reader, path: string, value: unknown, what: string): ActiveAt {
  const fields = reader.record(path, value, 'an object such as { key: "states" }');
  reader.known(path, fields, ofActive, what);
  const key = reader.name(`${path}.key`, fields['key'], 'a key of the state');
  const down =
    fields['path'] === undefined ? undefined : reader.list(`${path}.path`, fields['path'], 'a list of names');
  for (const [index, name] of (down ?? []).entries())
    reader.name(`${path}.path[${index}]`, name, 'a name in the value');
  return Object.freeze({ key: key ?? '', ...(down !== undefined && { path: down as readonly string[] }) });
}

function readEach<Part>(
  reader: Reader,
  path: string,
  value: unknown,
  read: (reader: Reader, path: string, fields: Fields) => Part,
): readonly Part[] {
  const entries = reader.list(path, value, 'a list') ?? [];
  return Object.freeze(
    entries.map((entry, index) => {
      const at = `${path}[${index}]`;
      return Object.freeze(read(reader, at, reader.record(at, entry, 'an object')));
    }),
  );
}

function readState(reader: Reader, path: string, fields: Fields): DrawnState {
  reader.known(path, fields, ofState, 'A state');
  reader.typed(path, fields, { parent: 'string', label: 'string', alias: 'string' });
  const { parent, label, start, deep, alias } = fields as unknown as DrawnState;
  if (!stateKinds.has(fields['kind']))
    reader.wrong(`${path}.kind`, fields['kind'], `one of ${[...stateKinds].join(', ')}`);
  return {
    id: reader.name(`${path}.id`, fields['id'], 'the id of a state') ?? '',
    name: reader.name(`${path}.name`, fields['name'], 'the name of a state') ?? '',
    kind: fields['kind'] as DrawnState['kind'],
    ...(parent !== undefined && { parent }),
    ...(start === true && { start }),
    ...(deep === true && { deep }),
    ...(label !== undefined && { label }),
    ...(alias !== undefined && { alias }),
  };
}

function readMove(reader: Reader, path: string, fields: Fields): DrawnMove {
  reader.known(path, fields, ofMove, 'A transition');
  reader.typed(path, fields, { label: 'string', id: 'string' });
  const { label, id } = fields as unknown as DrawnMove;
  if (!moveKinds.has(fields['kind']))
    reader.wrong(`${path}.kind`, fields['kind'], `one of ${[...moveKinds].join(', ')}`);
  return {
    from: reader.name(`${path}.from`, fields['from'], 'the id of a state, or empty for any') ?? '',
    to: reader.name(`${path}.to`, fields['to'], 'the id of a state') ?? '',
    kind: fields['kind'] as DrawnMove['kind'],
    ...(id !== undefined && { id }),
    ...(label !== undefined && { label }),
  };
}
