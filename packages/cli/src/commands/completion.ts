import { buildCommand, type Command } from '@stricli/core';
import { completionScripts } from '../shell/completion-scripts.ts';
import type { Context } from '../context.ts';
import { debug, json } from '../line/flags.ts';
import { jsonBlock } from '../printing/json-text.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

interface Flags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Prints the completion script of a shell. */
export const command: Command<Context> = buildCommand<Flags, [(typeof shells)[number]], Context>({
  docs: {
    brief: 'Print the completion script of a shell',
    fullDescription:
      'Print a script that completes commands, flags and their values, thread ids, and what a thread waits for. bash: source <(cairn completion bash). zsh: the same after compinit. fish: cairn completion fish | source.',
  },
  parameters: {
    flags: { json, debug },
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
  func(flags, shell) {
    const script = completionScripts[shell];
    if (flags.json) this.output.line(jsonBlock({ shell, script }));
    else this.output.text(script);
  },
});

function shellOf(text: string): (typeof shells)[number] {
  const shell = shells.find((each) => each === text);
  if (shell === undefined)
    throw new SyntaxError(`"${text}" is not a shell that is known. There are: ${shells.join(', ')}`);
  return shell;
}
