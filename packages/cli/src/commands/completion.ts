import { buildCommand, type Command } from '@stricli/core';
import { completionScripts } from '../shell/completion-scripts.ts';
import type { Context } from '../context.ts';
import { debug } from '../line/flags.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

interface Flags {
  readonly debug?: boolean;
}

/** Prints the completion script of a shell. */
export const command: Command<Context> = buildCommand<Flags, [(typeof shells)[number]], Context>({
  docs: {
    brief: 'Print the completion script of a shell',
    fullDescription:
      'Print a script that completes commands, flags, thread ids and checkpoints. bash: source <(cairn completion bash). zsh: the same after compinit. fish: cairn completion fish | source.',
  },
  parameters: {
    flags: { debug },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: shellOf,
          brief: 'bash, zsh or fish',
          placeholder: 'shell',
          proposeCompletions: (partial: string) => shells.filter((shell) => shell.startsWith(partial)),
        },
      ],
    },
  },
  func(_flags, shell) {
    this.output.text(completionScripts[shell]);
  },
});

function shellOf(text: string): (typeof shells)[number] {
  const shell = shells.find((each) => each === text);
  if (shell === undefined)
    throw new SyntaxError(`"${text}" is not a shell that is known. There are: ${shells.join(', ')}`);
  return shell;
}
