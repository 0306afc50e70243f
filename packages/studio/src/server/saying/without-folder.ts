import { resolve } from 'node:path';

/** Texts with the name of a store's file alone, where they have the folder that it is in too; a store's name ends with its path, where it has one. */
export function withoutFolder(store: string): (text: string) => string {
  const [, path = '', file = ''] = /^(?:\w+ )?((?:.*[/\\])?([^/\\]+))$/su.exec(store) ?? [];
  if (path === '') return (text) => text;
  const whole = [...new Set([resolve(path), path])].toSorted((one, other) => other.length - one.length);
  return (text) => whole.reduce((told, each) => told.replaceAll(each, file), text);
}
