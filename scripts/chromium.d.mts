/** Where the browser is that tests drive: what `CHROMIUM` names, which may be nothing, or else the first that is found on the `PATH`. */
export function chromiumOf(env: Readonly<Record<string, string | undefined>>): string | undefined;

/** What the set-up lends. */
export interface ChromiumSetUp {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs a program in the foreground and gives its exit code. */
  run(
    command: readonly [file: string, args: readonly string[]],
    stdio: readonly ('ignore' | number)[],
    env: Readonly<Record<string, string>>,
  ): Promise<number>;
  /** The file that tells for which packages it could not be installed. */
  readonly stamp: string;
  /** What identifies the packages. */
  readonly wanted: string;
}

/**
 * Installs Chromium where root may do that by apt-get and none is there. Gives 0, also where that fails, which it says in a line; or the exit
 * code of who was interrupted.
 */
export function setUpChromium(setUp: ChromiumSetUp): Promise<number>;
