import { buildCommand, buildRouteMap, type Command, type RouteMap } from '@stricli/core';
import { commandTable, type CommandEntry, type CommandGroup } from './command-table.ts';
import type { Context } from '../context.ts';
import { debug } from './flags.ts';

/** The routes of all commands; only the command that the arguments name is loaded, of the others the brief is enough. */
export async function routesFor(args: readonly string[]): Promise<RouteMap<Context>> {
  const [first, second] = args;
  return routeMap(
    'Durable state graphs: look at threads, drive them, send them back, replay them.',
    commandTable,
    async (name, entry) =>
      'commands' in entry
        ? routeMap(entry.brief, entry.commands, (sub, each) => commandOf(each, name === first && sub === second))
        : commandOf(entry, name === first),
  );
}

async function routeMap<Entry extends CommandEntry | CommandGroup>(
  brief: string,
  entries: Readonly<Record<string, Entry>>,
  targetOf: (name: string, entry: Entry) => Promise<Command<Context> | RouteMap<Context>>,
): Promise<RouteMap<Context>> {
  const routes: Record<string, Command<Context> | RouteMap<Context>> = {};
  const hideRoute: Record<string, boolean> = {};
  for (const [name, entry] of Object.entries(entries)) {
    routes[name] = await targetOf(name, entry);
    if ('isHidden' in entry) hideRoute[name] = true;
  }
  return buildRouteMap<string, Context>({ routes, docs: { brief, hideRoute } });
}

async function commandOf({ brief, load }: CommandEntry, isNamed: boolean): Promise<Command<Context>> {
  if (isNamed) return (await load()).command;
  return buildCommand<{ readonly debug?: boolean }, [], Context>({
    func: () => undefined,
    parameters: { flags: { debug } },
    docs: { brief },
  });
}
