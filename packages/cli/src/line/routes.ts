import { buildCommand, buildRouteMap, type Command, type RouteMap } from '@stricli/core';
import type { CommandEntry } from './command-entry.ts';
import { commandTable, groups } from './command-table.ts';
import type { Context } from '../context.ts';
import { debug } from './flags.ts';

type Routes = Record<string, Command<Context> | RouteMap<Context>>;

/** The routes of all commands; only the command that the arguments name is loaded, of the others the brief is enough. */
export async function routesFor(args: readonly string[]): Promise<RouteMap<Context>> {
  const routes: Routes = {};
  const inside: Record<string, Routes> = {};
  for (const [name, entry] of Object.entries(commandTable)) {
    const [first = '', second] = name.split(' ');
    const command = await commandOf(entry, name === args.slice(0, second === undefined ? 1 : 2).join(' '));
    if (second === undefined) routes[first] = command;
    else (inside[first] ??= {})[second] = command;
  }
  for (const [group, brief] of Object.entries(groups)) {
    routes[group] = buildRouteMap<string, Context>({ routes: inside[group] ?? {}, docs: { brief } });
  }
  return buildRouteMap<string, Context>({ routes, docs: { brief: 'Durable state graphs' } });
}

async function commandOf({ brief, load }: CommandEntry, isNamed: boolean): Promise<Command<Context>> {
  if (isNamed) return (await load()).command;
  return buildCommand<{ readonly debug?: boolean }, [], Context>({
    func: () => undefined,
    parameters: { flags: { debug } },
    docs: { brief },
  });
}
