export { checkConfig, defineFromConfig, type ConfiguredGraph } from './define-from-config.ts';
export { toConfig, type WrittenConfig } from './back/to-config.ts';
export type { LostPart } from './back/write-plain.ts';
export { activity, registry } from './registry/registry.ts';
export type {
  DescribedActivity,
  NamedActivity,
  NamedKey,
  NamedVerifier,
  Registry,
  RegistryParts,
  Values,
} from './registry/registry.ts';
export type { ConfigMistake } from './document/mistakes.ts';
export type { ConfigOptions } from './graph/read-configuration.ts';
