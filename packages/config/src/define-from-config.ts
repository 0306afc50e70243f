import type { Graph } from '@cairn/core';
import { problem } from '@cairn/core/store';
import type { ConfigMistake } from './document/mistakes.ts';
import { readConfiguration, type ConfigOptions } from './graph/read-configuration.ts';
import type { Registry, RegistryParts, ServicesOfRegistry } from './registry/registry.ts';

/** What TypeScript knows of a graph whose states, events and outcomes stand in a document. */
export type ConfiguredGraph<Of extends RegistryParts = RegistryParts> = Graph<{
  readonly name: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly stored: Readonly<Record<string, unknown>>;
  readonly update: Readonly<Record<string, unknown>>;
  readonly input: object;
  readonly outcome: string;
  readonly nodes: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly questions: {};
  readonly services: ServicesOfRegistry<Of>;
}>;

/**
 * Makes a graph of a document in YAML or JSON, which names activities, schemas and graphs of a registry.
 *
 * A problem `config/invalid` with all mistakes at once, each with its line and column.
 *
 * @example
 * const refund = defineFromConfig(readFileSync('refund.yaml', 'utf8'), known, { thresholds: { small: 80 } });
 */
export function defineFromConfig<Of extends RegistryParts>(
  text: string,
  registry: Registry<Of>,
  options: ConfigOptions = {},
): ConfiguredGraph<Of> {
  const { name, graph, mistakes } = readConfiguration(text, registry.parts, options);
  if (graph === undefined || mistakes.length > 0) {
    throw problem('config/invalid', { document: options.file ?? name, mistakes });
  }
  return graph as ConfiguredGraph<Of>;
}

/** All mistakes of a document at once, in the order of its text; an empty list means that it is a graph. */
export function checkConfig(text: string, registry: Registry, options: ConfigOptions = {}): readonly ConfigMistake[] {
  return readConfiguration(text, registry.parts, options).mistakes;
}
