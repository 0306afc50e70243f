import { anything, either, listOf, number, object, oneOf, recordOf, text, yes, type Shape } from './shape.ts';

/** A list; or, where it is kept in blobs or sealed as a whole, what stands for it. */
const list: Shape = either(object({ $class: anything }), object({ $blob: text }), listOf(anything));
export const record: Shape = recordOf(anything);
export const sealedOr = (shape: Shape): Shape => either(object({ $class: anything }), shape);

const inValue: Shape = listOf(either(text, number));

/** An edit of a part of a value; whether it fits the value is known once that is there. */
const edit: Shape = either(
  object({ at: inValue, set: anything }),
  object({ at: inValue, drop: yes }),
  object({ at: inValue, splice: listOf(anything) }),
);

/** One key's change. */
const change: Shape = (json, path) => {
  const wrong = record(json, path);
  if (wrong !== undefined) return wrong;
  const given = json as Readonly<Record<string, unknown>>;
  const misfit = 'patch' in given ? listOf(edit)(given['patch'], `${path}.patch`) : undefined;
  if (misfit !== undefined) return misfit;
  if ('reduce' in given) return list(given['reduce'], `${path}.reduce`);
  if ('set' in given || 'local' in given) return undefined;
  if ('patch' in given && Object.keys(given).length === 1) return undefined;
  if ('append' in given) return list(given['append'], `${path}.append`);
  if ('add' in given) return sealedOr(either(number, object({ $number: text })))(given['add'], `${path}.add`);
  if ('union' in given) return list(given['union'], `${path}.union`);
  if ('merge' in given) return record(given['merge'], `${path}.merge`);
  if ('upsert' in given) return list(given['upsert'], `${path}.upsert`) ?? text(given['by'], `${path}.by`);
  return `its "${path}" is no change`;
};

/** The changes of a row. */
export const changesShape: Shape = recordOf(change);

/** A key that a subgraph's lane starts with, told by a key of its holder. */
const takenOver: Shape = object(
  { of: text, as: oneOf('set', 'append', 'union', 'merge', 'upsert'), patch: listOf(edit) },
  { by: text },
);

/** What a lane that is opened starts with. */
export const openingShape: Shape = recordOf(either(takenOver, change));
