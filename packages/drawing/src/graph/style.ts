/** In which light a picture is drawn; `auto` is as whoever looks at it has it. */
export type Theme = 'light' | 'dark' | 'auto';

const light = {
  paper: '#ffffff',
  ink: '#1c2733',
  quiet: '#51606f',
  line: '#66727e',
  group: '#f4f6f8',
  'group-line': '#a9b4bf',
  wait: '#fff8e1',
  'wait-line': '#b7791f',
  final: '#edf7ee',
  'final-line': '#2e7d32',
  visited: '#dcecfb',
  'visited-line': '#1565c0',
  current: '#ffe082',
  'current-line': '#e65100',
  failed: '#fde0dd',
  error: '#c0392b',
  lane: '#2471a3',
  join: '#1e8449',
};

const dark: Readonly<Record<keyof typeof light, string>> = {
  paper: '#14181d',
  ink: '#e6ebf0',
  quiet: '#9fadba',
  line: '#8593a0',
  group: '#1b2128',
  'group-line': '#46525e',
  wait: '#332a12',
  'wait-line': '#d8a13c',
  final: '#16291a',
  'final-line': '#5cb866',
  visited: '#17304a',
  'visited-line': '#64a9f0',
  current: '#5a3d06',
  'current-line': '#ffab40',
  failed: '#471d1a',
  error: '#ef6f62',
  lane: '#5aa7dd',
  join: '#4fc07e',
};

function said(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour}`)
    .join('; ');
}

/** The style sheet of a picture, which says nothing of what is around it. */
export function styleOf(theme: Theme): string {
  const own = `.cairn-graph { ${said(theme === 'dark' ? dark : light)} }`;
  const other = theme === 'auto' ? `\n  @media (prefers-color-scheme: dark) { .cairn-graph { ${said(dark)} } }` : '';
  return `
  ${own}${other}
  .cairn-graph .paper { fill: var(--paper) }
  .cairn-graph text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: var(--ink); text-anchor: middle }
  .cairn-graph .label { font-size: 11px; fill: var(--quiet) }
  .cairn-graph .label-back { fill: var(--paper); fill-opacity: .88 }
  .cairn-graph .label-back.inside { fill: var(--group) }
  .cairn-graph .node rect { fill: var(--paper); stroke: var(--quiet); stroke-width: 1.2 }
  .cairn-graph .node.start rect { stroke-width: 2.6 }
  .cairn-graph .node.wait rect { fill: var(--wait); stroke: var(--wait-line) }
  .cairn-graph .node.final rect { fill: var(--final); stroke: var(--final-line) }
  .cairn-graph .node.pass rect { stroke-dasharray: 4 3 }
  .cairn-graph .group rect { fill: var(--group); stroke: var(--group-line) }
  .cairn-graph .group text { font-size: 12px; fill: var(--quiet); text-anchor: start }
  .cairn-graph .visited rect { stroke: var(--visited-line) }
  .cairn-graph .current rect { stroke: var(--current-line); stroke-width: 2.6 }
  .cairn-graph .node.visited rect { fill: var(--visited); stroke: var(--visited-line) }
  .cairn-graph .node.current rect { fill: var(--current); stroke: var(--current-line) }
  .cairn-graph .node.failed rect { fill: var(--failed); stroke: var(--error) }
  .cairn-graph .edge { fill: none; stroke: var(--line); stroke-width: 1.3; marker-end: url(#arrow) }
  .cairn-graph .edge.error { stroke: var(--error); stroke-dasharray: 5 4 }
  .cairn-graph .edge.lane { stroke: var(--lane); stroke-width: 2 }
  .cairn-graph .edge.join { stroke: var(--join); stroke-width: 2 }
  .cairn-graph .edge.taken { stroke-width: 3 }
  .cairn-graph .edge.possible { stroke: var(--current-line) }`;
}
