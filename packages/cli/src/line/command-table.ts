import type { CommandEntry, CommandSection } from './command-entry.ts';

/** The first words of commands that have two. */
export const groups: Readonly<Record<string, string>> = {
  thread: 'Look at threads, compare, fork, rewind, edit, move them',
  test: 'Make tests of threads',
};

/** All commands, in the order in which the help lists them. */
export const sections: readonly CommandSection[] = [
  {
    title: 'Graphs',
    commands: {
      check: {
        brief: 'Look for mistakes in graphs',
        usage: '[module.ts[#export]…]',
        examples: ['check incident.ts', 'check incident.ts#incident orders.ts'],
        load: () => import('../commands/check.ts'),
      },
      graph: {
        brief: 'Draw a graph as text, Mermaid or SVG',
        usage: '[module.ts[#export] | thread[@seq]]',
        examples: ['graph incident.ts --out incident.svg', 'graph INC-42@17'],
        load: () => import('../commands/graph.ts'),
      },
    },
  },
  {
    title: 'Running threads',
    commands: {
      start: {
        brief: 'Start a thread, and drive it until it comes to rest',
        usage: '[key=value…] --graph <module.ts>',
        examples: [
          'start --graph incident.ts service=checkout --id INC-42',
          'start --graph incident.ts --input @alert.json --detach',
        ],
        load: () => import('../commands/start.ts'),
      },
      send: {
        brief: 'Send a thread an event',
        usage: '<thread> <event> [key=value…] --graph <module.ts>',
        examples: [
          'send INC-42 approve by=ada --graph incident.ts',
          'send INC-42 reject reason=\'"42"\' --queue --graph incident.ts',
        ],
        load: () => import('../commands/send.ts'),
      },
      broadcast: {
        brief: 'Send an event to many threads',
        usage: '<event> [key=value…] --id <id> --graph <module.ts>',
        examples: [
          'broadcast priced price=12 --id prices-2027 --tag plan=basic --dry-run --graph subscription.ts',
          'broadcast priced price=12 --id prices-2027 --tag plan=basic --graph subscription.ts',
        ],
        load: () => import('../commands/broadcast.ts'),
      },
      answer: {
        brief: 'Answer a question that a thread asks',
        usage: '<thread> <question> <answer | key=value…> --graph <module.ts>',
        examples: [
          "answer INC-42 lesson 'roll out in steps' --graph incident.ts",
          'answer INC-42 lesson --input @lesson.json --graph incident.ts',
        ],
        load: () => import('../commands/answer.ts'),
      },
      resume: {
        brief: 'Take up a thread that failed or was interrupted',
        usage: '<thread> --graph <module.ts>',
        examples: ['resume INC-42 --graph incident.ts', 'resume INC-42 --on-busy refuse --graph incident.ts'],
        load: () => import('../commands/resume.ts'),
      },
      cancel: {
        brief: 'End a thread where it stands',
        usage: '<thread> --graph <module.ts>',
        examples: [
          "cancel INC-42 --reason 'a false alarm' --graph incident.ts",
          'cancel INC-42 --on-busy replace --graph incident.ts',
        ],
        load: () => import('../commands/cancel.ts'),
      },
      work: {
        brief: 'Drive whatever has something to do, until stopped',
        usage: '--graph <module.ts>',
        examples: ['work --graph incident.ts', 'work --graph incident.ts --graph orders.ts --concurrency 8'],
        load: () => import('../commands/work.ts'),
      },
    },
  },
  {
    title: 'Looking at threads',
    commands: {
      'thread list': {
        brief: 'List threads, newest first',
        usage: '',
        examples: ['thread list --status failed,waiting --since 24h', "thread list --text 'roll out'"],
        load: () => import('../commands/thread/list.ts'),
      },
      'thread show': {
        brief: 'Show a thread at a checkpoint',
        usage: '<thread[@seq]>',
        examples: ['thread show INC-42', 'thread show INC-42@-2 --full'],
        load: () => import('../commands/thread/show.ts'),
      },
      'thread log': {
        brief: 'List the checkpoints of a thread',
        usage: '<thread[@seq]>',
        examples: ['thread log INC-42 --graph', 'thread log INC-42 --before 17 --limit 5'],
        load: () => import('../commands/thread/log.ts'),
      },
      'thread watch': {
        brief: 'Follow a thread as it goes on',
        usage: '<thread[@seq]>',
        examples: ['thread watch INC-42', 'thread watch INC-42@1 --follow --json'],
        load: () => import('../commands/thread/watch.ts'),
      },
      'thread why': {
        brief: 'Say why a checkpoint was made',
        usage: '<thread[@seq]>',
        examples: ['thread why INC-42', 'thread why INC-42@17'],
        load: () => import('../commands/thread/why.ts'),
      },
      'thread blame': {
        brief: 'Name the checkpoints that wrote a value',
        usage: '<thread[@seq]> <key>',
        examples: ['thread blame INC-42 evidence', "thread blame INC-42@17 'evidence[2].source'"],
        load: () => import('../commands/thread/blame.ts'),
      },
      'thread diff': {
        brief: 'Compare two checkpoints',
        usage: '<thread@seq> [thread@seq]',
        examples: ['thread diff INC-42@7 INC-42@11', 'thread diff INC-42@7 INC-42-b'],
        load: () => import('../commands/thread/diff.ts'),
      },
      failed: {
        brief: 'List failed threads, and why they failed',
        usage: '',
        examples: ['failed', 'failed --of incident --limit 10'],
        load: () => import('../commands/failed.ts'),
      },
      waiting: {
        brief: 'List waiting threads, and what they wait for',
        usage: '',
        examples: ['waiting', 'waiting --of incident --json'],
        load: () => import('../commands/waiting.ts'),
      },
    },
  },
  {
    title: 'Studio',
    commands: {
      studio: {
        brief: 'See, explain and steer threads in a browser',
        usage: '[database | thread.jsonl]',
        examples: ['studio incidents.db', 'studio incidents.db --graph incident.ts --open', 'studio INC-42.jsonl'],
        load: () => import('../commands/studio.ts'),
      },
    },
  },
  {
    title: 'Changing threads',
    commands: {
      'thread fork': {
        brief: 'Start a new thread from a checkpoint',
        usage: '<thread@seq> --graph <module.ts>',
        examples: [
          'thread fork INC-42@17 --set tool=v2 --graph incident.ts',
          'thread fork INC-42@2 --recorded --result triage.1=\'{"severity":"low"}\' --graph incident.ts',
        ],
        load: () => import('../commands/thread/fork.ts'),
      },
      'thread rewind': {
        brief: 'Send a thread back to a checkpoint',
        usage: '<thread@seq> --graph <module.ts>',
        examples: [
          'thread rewind INC-42@10 --graph incident.ts',
          'thread rewind INC-42@-3 --detach --graph incident.ts',
        ],
        load: () => import('../commands/thread/rewind.ts'),
      },
      'thread edit': {
        brief: 'Change the state of a thread by hand',
        usage: '<thread> [key=value…] --graph <module.ts>',
        examples: [
          'thread edit INC-42 tool=v2 --graph incident.ts',
          'thread edit INC-42 severity=low --as triage --graph incident.ts',
        ],
        load: () => import('../commands/thread/edit.ts'),
      },
      'thread tag': {
        brief: 'Change what a thread is found by',
        usage: '<thread> [tag | name=value…]',
        examples: ['thread tag INC-42 urgent owner=ada', 'thread tag INC-42 --remove urgent --remove owner='],
        load: () => import('../commands/thread/tag.ts'),
      },
      'thread export': {
        brief: 'Write a thread as lines of JSON, or as one HTML file',
        usage: '<thread>',
        examples: ['thread export INC-42 --out INC-42.jsonl', 'thread export INC-42 --html --out INC-42.html'],
        load: () => import('../commands/thread/export.ts'),
      },
      'thread import': {
        brief: 'Bring an exported thread in',
        usage: '<file | ->',
        examples: ['thread import INC-42.jsonl --id INC-42-copy', 'thread import - < INC-42.jsonl'],
        load: () => import('../commands/thread/import.ts'),
      },
      'thread delete': {
        brief: 'Delete threads',
        usage: '<thread…>',
        examples: ['thread delete INC-42', 'thread delete INC-42 INC-43 --force'],
        load: () => import('../commands/thread/delete.ts'),
      },
    },
  },
  {
    title: 'New code and old threads',
    commands: {
      replay: {
        brief: 'Replay threads against the graph of a module',
        usage: '[thread | file…] --against <module.ts>',
        examples: ['replay --against incident.ts', 'replay INC-42 --against next.ts'],
        load: () => import('../commands/replay.ts'),
      },
      'test record': {
        brief: 'Make a test of a thread',
        usage: '<thread> --graph <module.ts>',
        examples: [
          'test record INC-42 --graph incident.ts',
          'test record INC-42 --runner node --out test/recorded --graph incident.ts',
        ],
        load: () => import('../commands/test/record.ts'),
      },
    },
  },
  {
    title: 'The database',
    commands: {
      stats: {
        brief: 'Count threads, checkpoints and bytes',
        usage: '',
        examples: ['stats', 'stats --db incidents.db --json'],
        load: () => import('../commands/stats.ts'),
      },
      prune: {
        brief: 'Delete old threads, or cut their histories',
        usage: '[thread…]',
        examples: ['prune --older-than 30d --dry-run', 'prune --history --keep 1000 --vacuum'],
        load: () => import('../commands/prune.ts'),
      },
      backup: {
        brief: 'Copy a database that is in use',
        usage: '<path>',
        examples: ['backup incidents-monday.db', 'backup incidents-monday.db --db incidents.db'],
        load: () => import('../commands/backup.ts'),
      },
      integrity: {
        brief: 'Look for damage in a database',
        usage: '',
        examples: ['integrity', 'integrity --db incidents-monday.db'],
        load: () => import('../commands/integrity.ts'),
      },
      upgrade: {
        brief: 'Bring a database of an older Cairn up to date',
        usage: '',
        examples: ['upgrade --db incidents.db', 'upgrade --db incidents.db --dry-run'],
        load: () => import('../commands/upgrade.ts'),
      },
      sql: {
        brief: 'Query a database, which stays as it is',
        usage: '<query>',
        examples: [
          'sql "SELECT id, status FROM thread LIMIT 10"',
          'sql "SELECT count(*) AS rows FROM checkpoint" --json',
        ],
        load: () => import('../commands/sql.ts'),
      },
    },
  },
  {
    title: 'The shell',
    commands: {
      completion: {
        brief: 'Print the completion script of a shell',
        usage: '<bash | zsh | fish>',
        examples: ['completion bash >> ~/.bash_completion', 'completion fish > ~/.config/fish/completions/cairn.fish'],
        load: () => import('../commands/completion.ts'),
      },
    },
  },
];

/** All commands by their names. */
export const commandTable: Readonly<Record<string, CommandEntry>> = Object.assign(
  {},
  ...sections.map(({ commands }) => commands),
) as Readonly<Record<string, CommandEntry>>;
