import { counted } from './counted.ts';
import { ended, listed, namesOf } from './listed.ts';
import type { Problems } from './problem-facts.ts';

type Sentences = { readonly [Code in keyof Problems]: (facts: Problems[Code]) => string };

export const sentences: Sentences = {
  'graph/invalid': ({ graph, mistakes }) =>
    `Graph "${graph}" has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n  ${listed(
      mistakes.map(({ path, message }) => `${path}: ${message}`),
      '\n  ',
    )}`,
  'graph/another': ({ graph, given }) =>
    `${given} is called "${graph}" like another one that this runtime was opened with. Give each graph a name of its own, and pass on the very graph that open() was given.`,
  'value/refused': ({ path, found }) =>
    `The value at "${path}" is ${found}, which would not come back as it was. Store a plain value, or register a codec for its class.`,
  'value/unreadable': ({ path, found }) => `The stored value at "${path}" cannot be read: ${found}.`,
  'codec/invalid': ({ name, found }) =>
    `The codec "${name}" cannot be used: ${found}. Give each class one codec, under a name of its own.`,
  'value/invalid': ({ path, issues }) =>
    issues.length === 1 && issues[0] !== undefined
      ? `The value at "${issues[0].path}" does not fit its schema: ${issues[0].message}`
      : `The value at "${path}" does not fit its schema:\n  ${listed(
          issues.map((issue) => `${issue.path}: ${issue.message}`),
          '\n  ',
        )}`,
  'schema/async': ({ path }) =>
    `The schema at "${path}" answers with a promise. Use a schema that checks at once, and do slow checks in a node or in "verify".`,
  'update/not-an-object': ({ from, found }) =>
    `What came from ${from} is ${found}. Return an object with the keys of the state to change, or nothing.`,
  'update/unknown-key': ({ from, key, graph, hint }) =>
    `What came from ${from} has the key "${key}", which is not in the state of graph "${graph}". ${hint}`,
  'update/undeclared-key': ({ from, key, writes }) =>
    `What came from ${from} has the key "${key}", which its node does not declare. It writes: ${namesOf(writes)}. Add the key to "writes", or leave it out.`,
  'decision/failed': ({ what, message }) => `${what} threw: ${message}`,
  'decision/async': ({ what }) =>
    `${what} returned a promise. It decides at once; do slow work in a node and keep its result in the state.`,
  'decision/no-verdict': ({ what, found }) =>
    `${what} answered ${found}, which is no verdict. Have it answer true or false.`,
  'decision/no-time': ({ what, found }) =>
    `${what} answered ${found}, which is no time. Have "at" answer a Date or milliseconds since 1970, "in" a duration such as "30s", and either nothing where there is no such wait.`,
  'transition/undeclared': ({ where, to, hint }) => `${where} chose "${to}", which is not in "among". ${hint}`,
  'transition/no-case': ({ node }) =>
    `No case of "next" holds at node "${node}", and there is no default. End the list with the name of a node.`,
  'lanes/not-a-list': ({ where, found }) => `${where} returned ${found}. Return a list with one entry for each lane.`,
  'lanes/invalid-id': ({ where, id, why }) =>
    `${where} answered ${id}, ${why}. Give each entry a short text of its own.`,
  'lanes/invalid-needs': ({ where, id, why }) => `${where} says that entry ${id} needs ${ended(why)}`,
  'lanes/no-count': ({ where, found, expected }) =>
    `${where} answered ${found}, which is no number of lanes here. Have it answer ${expected}.`,
  'lane/not-found': ({ lane, lanes }) =>
    `There is no lane "${lane}" now. Open lanes: ${listed(lanes.map((each) => (each === '' ? `the first, ""` : `"${each}"`)))}.`,
  'state/conflict': ({ node, key, lanes: [first, second], written }) =>
    `${written === undefined ? `Lanes "${first}" and "${second}" of "${node}"` : `The ${written.cause}${written.label === undefined ? '' : ` "${written.label}"`} and lane "${second}" of "${node}"`} both set "${key}". Give the fork a "merge", make the key accumulate or local, or set it with edit() and resume().`,
  'limit/exceeded': ({ name, limit, loop, per, graph }) =>
    `The limit of ${limit}${per === undefined ? '' : ` a ${per}`} for "${name}" is used up.${loop.length === 0 ? '' : ` It goes round ${namesOf(loop)}.`} Raise "limits.${name}"${graph === undefined ? '' : ` of graph "${graph}"`} if that was meant.`,
  'limit/unknown': ({ name, graph, hint }) =>
    `Neither graph "${graph}" nor one that holds it has a limit of "${name}". ${hint} Declare it in "limits", as Infinity where it is only to be counted.`,
  'activity/timeout': ({ node, milliseconds }) => `Node "${node}" took longer than its timeout of ${milliseconds} ms.`,
  'activity/over': ({ thread, node, call }) =>
    `${call} was called after the function of node "${node}" of thread "${thread}" had ended, so nothing would come of it. Await all that the function does before it returns.`,
  'activity/unknown-graph': ({ thread, node, graph, known }) =>
    `Node "${node}" of thread "${thread}" talks to graph "${graph}", which this runtime was not opened with; it has ${namesOf(known)}. The thread is left to processes that have it. Open this one with that graph too, open({ graphs }), or let those drive it.`,
  'activity/refused': ({ node, reason }) => `What node "${node}" returned was refused by its "verify": ${reason}`,
  'step/repeated': ({ node, key }) =>
    `Node "${node}" uses the key "${key}" twice in one visit. Give each step, save, question, sleep and child a key of its own.`,
  'step/invalid-key': ({ node, key, why }) =>
    `Node "${node}" uses "${key}" as the key of a step, question or sleep, which ${why}. Use a short text that names what is done.`,
  'update/shared-key': ({ from, key, graph }) =>
    `What came from ${from} gives "${key}", which graph "${graph}" shares with its holder and begins with as it is there. Leave it out.`,
  'step/saves': ({ node, key }) =>
    `The "verify" of node "${node}" saves "${key}", but it only judges what the node found. Save in the node's function.`,
  'step/waits': ({ node, step, key }) =>
    `Node "${node}" asks or sleeps for "${key}" within its step "${step}", which could never be through. Wait before the step or after it.`,
  'event/unknown': ({ event, graph, hint }) =>
    `Graph "${graph}" and its subgraphs declare no event "${event}". ${hint}`,
  'event/not-accepted': ({ event, accepted, tried, asked, failed, final = false }) => {
    const refused = `The guards of ${listed(tried)} refuse event "${event}" now.`;
    const others =
      accepted.length === 0
        ? `No ${tried.length === 0 ? '' : 'other '}event is accepted.`
        : `Accepted: ${namesOf(accepted)}.`;
    const kept = final ? '' : ' Send it with { queue: true } to keep it until something takes it.';
    const open = asked === undefined ? '' : ` An answer is waited for: ${namesOf(asked)}.`;
    const why = failed === undefined ? '' : ` ${failedSaid(listed(failed, '; '), final)}`;
    return `${tried.length === 0 ? `Nothing accepts event "${event}" now.` : refused} ${others}${open}${why}${kept}`;
  },
  'context/invalid': ({ why }) =>
    `What is to go along as "context" cannot: ${why}. Give a few short texts by name, and the rest as a payload.`,
  'event/ambiguous': ({ event, lanes }) =>
    `Event "${event}" is accepted by ${lanes.length} lanes: ${namesOf(lanes)}. Name one with { lane }.`,
  'answer/not-asked': ({ key, open }) =>
    `Nothing asks "${key}" now. ${open.length === 0 ? 'No question is open.' : `Open questions: ${namesOf(open)}.`} Give it with { queue: true } to keep it until it is asked.`,
  'answer/ambiguous': ({ key, lanes }) =>
    `Question "${key}" is open in ${lanes.length} lanes: ${namesOf(lanes)}. Name one with { lane }.`,
  'timer/not-due': ({ lane, timer }) => `Timer "${timer}" of lane "${lane}" is not due.`,
  'edit/unknown-node': ({ node, hint }) => `There is no node "${node}" to go on as. ${hint}`,
  'edit/outside-lane': ({ lane, node, nodes }) =>
    `Lane "${lane}" cannot go on as "${node}": its fork never leads it there. Use one of ${namesOf(nodes)}, or edit the lane that holds it.`,
  'edit/ambiguous': ({ node, lanes }) =>
    `Node "${node}" is one of open lanes: ${namesOf(lanes)}. Name the one that goes on as it with { lane }; { lane: '' } takes the thread itself there, and its lanes end.`,
  'thread/not-found': ({ thread, store }) => `There is no thread "${thread}" in ${store}.`,
  'thread/exists': ({ thread, graph, why }) =>
    `Thread "${thread}" of graph "${graph}" exists already, ${why}. Use another id, or read it with thread().`,
  'thread/invalid-id': ({ thread, why }) => `"${thread}" cannot be a thread's id: ${why}.`,
  'thread/invalid-message-id': ({ thread, id, why }) =>
    `"${id}" cannot be the id of what is sent to thread "${thread}": ${why}.`,
  'thread/over': ({ thread, status }) =>
    `Thread "${thread}" is ${status}. Fork it or rewind it to go on from an earlier checkpoint.`,
  'thread/send-refused': ({ thread, event, why }) =>
    `Thread "${thread}" was started, but did not take "${event}", which it was started with. ${why}`,
  'thread/not-failed': ({ thread, lane, stands }) =>
    `${lane === undefined ? `Thread "${thread}" has no failed lane` : `Nothing of lane "${lane}" failed of thread "${thread}"`}, so there is nothing to resume. ${stands}`,
  'thread/busy': ({ thread, owner }) =>
    `Thread "${thread}" is driven by ${owner}. Wait for it with { onBusy: 'wait' }, or take it with { onBusy: 'replace' }.`,
  'thread/stale': ({ thread }) =>
    `Thread "${thread}" was taken over by somebody else; this process no longer drives it.`,
  'thread/outcome-unknown': ({ thread }) =>
    `Whether thread "${thread}" took it, or will, is not known. Look at the thread before you try again, or give what you send an { id }, under which it is taken once.`,
  'thread/abandoned': ({ thread, takeovers, nodes }) =>
    `Thread "${thread}" lost its owner ${takeovers} times in a row at ${namesOf(nodes)}. Find out why the process, or the drive, dies there, then resume().`,
  'thread/wrong-graph': ({ thread, graph, given }) => `Thread "${thread}" is of graph "${graph}", not of "${given}".`,
  'thread/changed-graph': ({ thread, graph, missing, fingerprint }) =>
    `Graph "${graph}" has changed since thread "${thread}" last ran${fingerprint === undefined ? '' : ` with "${fingerprint}"`}: ${ended(
      listed(
        missing.map((each) => each.replace(/[.]$/u, '')),
        '; ',
      ),
    )} Put it back, or add a "migrate" entry.`,
  'thread/newer-graph': ({ thread, graph, version }) =>
    `Thread "${thread}" ran with a newer version of graph "${graph}" than this process has, and is left to those that have it. Start this process anew with that version; to go back on purpose, list "${version}" in "migrate" of this one.`,
  'thread/unknown-graph': ({ thread, graph, known }) =>
    `${thread === undefined ? 'The graph' : `Thread "${thread}" is of graph`} "${graph}"${thread === undefined ? ' is one that' : ', which'} this runtime was not opened with. It has: ${namesOf(known)}.`,
  'checkpoint/not-found': ({ thread, seq, head, first = 1 }) =>
    `Thread "${thread}" has no checkpoint ${seq}: it has ${first} to ${head}.`,
  'checkpoint/unknown-key': ({ thread, seq, lane, key, hint }) =>
    `At ${thread}@${seq} ${lane === '' ? 'the thread' : `lane "${lane}"`} has no "${key}". ${hint}`,
  'export/newer': ({ found, known }) =>
    `The thread was exported by a newer Cairn: its format is ${found}, and this Cairn reads up to ${known}. Upgrade Cairn; nothing of it was used.`,
  'export/damaged': ({ line, found }) =>
    `Line ${line} of the exported thread cannot be read: ${found}. Export the thread again; nothing of it was used.`,
  'replay/diverged': ({ thread, graph, seq, how }) =>
    `Thread "${thread}" would not go today as it was recorded: graph "${graph}" differs at checkpoint ${seq}. ${how}`,
  'fork/unknown-result': ({ thread, result, known }) =>
    `The fork of "${thread}" never comes to "${result}", so its result is of no use. It comes to: ${namesOf(known)}.`,
  'fork/unfit': ({ thread, seq, graph, why }) =>
    `What "${thread}" recorded at checkpoint ${seq} does not fit graph "${graph}" today. ${why} Use what was recorded before it, "recorded: ${seq - 1}", or say in "results" what is to stand in its place.`,
  'service/missing': ({ missing, hint }) =>
    `${listed(missing.map(({ service, graph }) => `Graph "${graph}" needs a service "${service}"`))}, which this runtime was not opened with. ${hint} Give all that is needed with open({ services }).`,
  'service/unreadable': ({ service, message }) =>
    `Reading the service "${service}" threw: ${ended(message)} Make it before the runtime is opened, or mend its getter.`,
  'runtime/closed': ({ what }) => `${what} needs a runtime that is open, and this one was closed. Open another.`,
  'runtime/option': ({ option, found, expected }) => `Option "${option}" is ${found}. Give ${expected}.`,
  'worker/refused': ({ why }) => `This runtime cannot work(): ${why}. Open another for the worker.`,
  'listener/failed': ({ what, message }) =>
    `${what} threw: ${message} The work goes on; catch in the listener what may go wrong in it.`,
  'around/failed': ({ what, why }) =>
    `${what} ${ended(why)} What it is around goes on as if it were not there; call next() once, and catch what may go wrong.`,
  'machine/undurable': ({ machine, mistakes }) =>
    `Machine "${machine}" cannot be made durable:\n  ${listed(
      mistakes.map(({ path, message }) => `${path}: ${message}`),
      '\n  ',
    )}`,
  'config/invalid': ({ document, mistakes }) =>
    `${document === '' ? 'The configuration' : `Configuration "${document}"`} has ${counted(mistakes.length, 'mistake')}:\n  ${listed(
      mistakes.map(
        ({ line, column, path, message }) => `${line}:${column} ${path === '' ? '' : `${path}: `}${message}`,
      ),
      '\n  ',
    )}`,
  'machine/unfit': ({ machine, actor, why }) =>
    `What is stored of actor "${actor}" does not fit machine "${machine}": ${ended(why)} Have states, actors and actions stay that something may rest in or wait for, or bring what is stored over.`,
  'duration/invalid': ({ found }) =>
    `"${found}" is not a duration. Write a number and a unit, "250ms", "30s", "5m", "24h" or "7d", for up to 100,000 years.`,
  'script/unknown-node': ({ graph, node, hint }) => `Graph "${graph}" has no node "${node}" to script. ${hint}`,
  'script/no-activity': ({ node }) =>
    `Node "${node}" has no activity to script: it waits, passes on or ends. Script a node that has "run" or "graph".`,
  'script/used-up': ({ node, outcomes }) =>
    `"${node}" was called once more than its script has outcomes, which is ${outcomes}. Add an outcome, or script it with a function.`,
  'script/no-method': ({ method, hint }) => `The scripted service has no method "${method}". ${hint}`,
  'fact/no-source': ({ namespace, id }) =>
    `What a fact is to come from is not there: the fact "${id}" in the namespace ${namesOf(namespace)}. Remember that first, or before it in the same write.`,
  'fact/other-vectors': ({ store, table, asked, found }) =>
    `Facts in the table "${table}" of ${store} have vectors of ${counted(found, 'number')}, and they are asked for by one of ${counted(asked, 'number')}, so they would not be found. Have embed() make their vectors anew.`,
  'store/newer': ({ store, found, known }) =>
    `${store} was written by a newer Cairn: its format is ${found}, and this Cairn reads up to ${known}. Upgrade Cairn; the file was not touched.`,
  'store/older': ({ store, found, known }) =>
    `${store} has format ${found}, and this Cairn reads ${known}. Open it once without "readOnly" to bring it up to date.`,
  'store/foreign': ({ store, found }) =>
    `${store} is not a Cairn database: it is ${found}. Give another path; the file was not touched.`,
  'store/corrupt': ({ store, found }) =>
    `${store} is damaged: ${found}. Stop using it, keep a copy, and restore the newest backup.`,
  'store/read-only': ({ store }) =>
    `${store} cannot be written. Open it without "readOnly", and let this process write to the file and its folder.`,
  'store/full': ({ store }) =>
    `${store} has no space left to write. Nothing stored is lost, and this was not stored; free space and go on.`,
  'store/busy': ({ store, waited }) =>
    `${store} was locked by another process for more than ${waited} ms. Nothing was stored; try again, or raise "busyTimeout".`,
  'store/io': ({ store, found }) =>
    `${store} could not be read or written: ${found}. What was being written may be stored or not; look at the disk under it.`,
  'store/cannot-open': ({ store, found }) => `${store} cannot be opened: ${found}.`,
  'store/replaced': ({ store }) =>
    `The file of ${store} was deleted, moved or replaced while it was in use. Nothing more is written to it; open the store again.`,
  'store/another': ({ store, table, made }) =>
    `A write into the side table "${table}" was made for another store, ${made}, and was to be written to ${store}. Make the table or the memory with the very store that open() is given.`,
  'store/closed': ({ store }) => `${store} is closed. Open it again to go on.`,
  'store/refused': ({ store, what, found }) => `${what} ${found}. ${store} stored nothing of it.`,
  'store/invalid-cursor': ({ store, cursor }) =>
    `"${cursor}" is not a cursor of ${store} for this query. Use the one that came with the page before, or none.`,
};

/** What of a thread failed, and what takes it on. */
function failedSaid(what: string, final: boolean): string {
  if (!final) return `It failed, and resume() goes on: ${what}. Else rewind().`;
  return `It failed for good: ${ended(what)} rewind() or fork() from before that; resume() helps after edit() or with a mended graph.`;
}
