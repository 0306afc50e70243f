import { describe, expect, test } from 'vitest';

import { diagram } from '../../src/compile/diagram.ts';
import { mermaid } from '../../src/compile/mermaid.ts';
import { incident } from './incident.ts';
import { anything, loose, nodes, work } from './loose.ts';

const labelled = (label: string): string => {
  const [, first = ''] = mermaid(diagram(loose({ nodes: { a: { final: true, label } } }))).split('\n');
  return /\(\(\("(?<text>.*)"\)\)\)/u.exec(first)?.groups?.['text'] ?? '';
};

describe('a Mermaid flowchart', () => {
  test('shows a graph with its subgraph', () => {
    expect(mermaid(diagram(incident))).toMatchInlineSnapshot(`
      "flowchart TB
        n_triage["triage"]
        n_gather{{"gather"}}
        n_logs["logs"]
        n_metrics["metrics"]
        n_deploys["deploys"]
        subgraph n_investigate["investigate"]
          n_investigate_think["think"]
          n_investigate_concluded((("concluded")))
          n_investigate_inconclusive((("inconclusive")))
        end
        n_approval(["approval"])
        n_remediate["remediate"]
        n_escalate["escalate"]
        n_notify["notify"]
        n_closed((("closed")))
        n_triage -->|"low severity"| n_notify
        n_triage -->|"otherwise"| n_gather
        n_gather ==> n_logs
        n_gather ==> n_metrics
        n_gather ==> n_deploys
        n_gather ==> n_investigate
        n_logs --> n_investigate
        n_logs -.-> n_investigate
        n_metrics --> n_investigate
        n_deploys --> n_investigate
        n_investigate -->|"sure"| n_remediate
        n_investigate -->|"otherwise"| n_approval
        n_investigate -.-> n_escalate
        n_investigate_think -->|"no idea"| n_investigate_inconclusive
        n_investigate_think -->|"otherwise"| n_investigate_concluded
        n_approval -->|"approve"| n_remediate
        n_approval -->|"reject"| n_escalate
        n_approval -->|"24h"| n_escalate
        n_remediate --> n_notify
        n_remediate -.-> n_escalate
        n_escalate --> n_notify
        n_notify --> n_closed
        classDef start stroke-width:3px
        class n_triage,n_investigate_think start
        linkStyle 7,12,19 stroke:#c0392b,color:#c0392b
        linkStyle 2,3,4 stroke:#2471a3
        linkStyle 5 stroke:#1e8449
      "
    `);
  });

  test('tells the kinds of nodes and of transitions apart', () => {
    const graph = nodes(
      {
        a: { next: { all: ['b', 'c'], then: 'end', need: 'any' } },
        b: { run: work, next: 'end', onError: 'c' },
        c: { on: { go: 'end' }, after: { '1h': 'end' } },
      },
      { events: { go: anything } },
    );
    expect(mermaid(diagram(graph))).toMatchInlineSnapshot(`
      "flowchart TB
        n_a{{"a"}}
        n_b["b"]
        n_c(["c"])
        n_end((("end")))
        n_a ==> n_b
        n_a ==> n_c
        n_a ==>|"any"| n_end
        n_b --> n_end
        n_b -.-> n_c
        n_c -->|"go"| n_end
        n_c -->|"1h"| n_end
        classDef start stroke-width:3px
        class n_a start
        linkStyle 4 stroke:#c0392b,color:#c0392b
        linkStyle 0,1 stroke:#2471a3
        linkStyle 2 stroke:#1e8449
      "
    `);
  });

  test('shows what an event does anywhere in a graph', () => {
    const held = nodes({ a: { after: { '1h': 'end' } } }, { events: { stop: anything }, on: { stop: 'end' } });
    const graph = nodes({ a: { graph: held, next: 'end' } }, { events: { quit: anything }, on: { quit: 'end' } });
    expect(mermaid(diagram(graph))).toMatchInlineSnapshot(`
      "flowchart TB
        n__anywhere(["anywhere"])
        subgraph n_a["a"]
          n_a_anywhere(["anywhere"])
          n_a_a(["a"])
          n_a_end((("end")))
        end
        n_end((("end")))
        n__anywhere -->|"quit"| n_end
        n_a --> n_end
        n_a_anywhere -->|"stop"| n_a_end
        n_a_a -->|"1h"| n_a_end
        classDef start stroke-width:3px
        class n_a,n_a_a start
      "
    `);
  });

  test('gives a node a name that means nothing to Mermaid', () => {
    const names = ['end', 'style', 'subgraph', 'click', 'o', 'x', 'a-b', 'a_b', 'a+b', '日本', 'toString'];
    const given = Object.fromEntries(names.map((name) => [name, { final: true }]));
    const lines = mermaid(diagram(loose({ start: 'end', nodes: given }))).split('\n');
    expect(lines.slice(1, names.length + 1).map((line) => line.trim())).toEqual([
      'n_end((("end")))',
      'n_style((("style")))',
      'n_subgraph((("subgraph")))',
      'n_click((("click")))',
      'n_o((("o")))',
      'n_x((("x")))',
      'n_a_b((("a-b")))',
      'n_a_b_2((("a_b")))',
      'n_a_b_3((("a+b")))',
      'n___((("日本")))',
      'n_toString((("toString")))',
    ]);
  });

  test.each([
    ['quotes', 'say "no"', 'say #34;no#34;'],
    ['brackets', 'a[0] {b} (c)', 'a#91;0#93; #123;b#125; (c)'],
    ['what would end the text', '"]; click n_a', '#34;#93;#59; click n_a'],
    ['HTML', '<b>&amp;</b>', '#60;b#62;#38;amp#59;#60;/b#62;'],
    ['escapes', '#35; \\n', '#35;35#59; #92;n'],
    ['Markdown', '`a` *b* _c_ d_e', '#96;a#96; #42;b#42; #95;c#95; d_e'],
    ['a list', '- one', '#45; one'],
    ['a numbered list', '1. one', '1#46; one'],
    ['lines', 'one\n  two', 'one two'],
    ['arrows', 'a --> b | c', 'a --#62; b #124; c'],
    ['styles', 'style: #fff', 'style#58; #35;fff'],
    ['other scripts', 'größer 日本 😀', 'größer 日本 #128512;'],
    ['nothing', '', ' '],
  ])('keeps %s in a label from being markup', (_what, label, text) => {
    expect(labelled(label)).toBe(text);
  });
});
