import type { ActiveAt, Drawing, DrawnMove, DrawnState } from '../../base/drawing.ts';
import { noFields } from './fields.ts';
import type { Fields } from './outline.ts';
import type { Reader } from './reader.ts';

const ofDrawing = ['nodes', 'edges', 'active'];
const ofState = ['id', 'name', 'kind', 'parent', 'start', 'label'];
const ofMove = ['from', 'to', 'kind', 'label'];
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
  const active = reader.record(`${path}.active`, fields['active'], 'an object such as { key: "states" }');
  reader.known(`${path}.active`, active, ofActive, 'Where states are told');
  const key = reader.name(`${path}.active.key`, active['key'], 'a key of the state');
  const down =
    active['path'] === undefined ? undefined : reader.list(`${path}.active.path`, active['path'], 'a list of names');
  for (const [index, name] of (down ?? []).entries())
    reader.name(`${path}.active.path[${index}]`, name, 'a name in the value');
  const at: ActiveAt = { key: key ?? '', ...(down !== undefined && { path: down as readonly string[] }) };
  return Object.freeze({
    nodes: readEach(reader, `${path}.nodes`, fields['nodes'], readState),
    edges: readEach(reader, `${path}.edges`, fields['edges'], readMove),
    active: Object.freeze(at),
  });
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
  reader.typed(path, fields, { parent: 'string', label: 'string' });
  const { parent, label, start } = fields as unknown as DrawnState;
  if (!stateKinds.has(fields['kind']))
    reader.wrong(`${path}.kind`, fields['kind'], `one of ${[...stateKinds].join(', ')}`);
  return {
    id: reader.name(`${path}.id`, fields['id'], 'the id of a state') ?? '',
    name: reader.name(`${path}.name`, fields['name'], 'the name of a state') ?? '',
    kind: fields['kind'] as DrawnState['kind'],
    ...(parent !== undefined && { parent }),
    ...(start === true && { start }),
    ...(label !== undefined && { label }),
  };
}

function readMove(reader: Reader, path: string, fields: Fields): DrawnMove {
  reader.known(path, fields, ofMove, 'A transition');
  reader.typed(path, fields, { label: 'string' });
  const { label } = fields as unknown as DrawnMove;
  if (!moveKinds.has(fields['kind']))
    reader.wrong(`${path}.kind`, fields['kind'], `one of ${[...moveKinds].join(', ')}`);
  return {
    from: reader.name(`${path}.from`, fields['from'], 'the id of a state, or empty for any') ?? '',
    to: reader.name(`${path}.to`, fields['to'], 'the id of a state') ?? '',
    kind: fields['kind'] as DrawnMove['kind'],
    ...(label !== undefined && { label }),
  };
}
