/** A flag as it is typed: `olderThan` is `--older-than`. */
export function flagName(key: string): string {
  return `--${key.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The key of a flag by its typed name, with or without what comes after its `=`. */
export function flagKey(name: string): string {
  return name.replace(/^--/u, '').replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}
