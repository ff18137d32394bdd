import { Text } from '@codemirror/state';
import { useMemo, useState } from 'react';
import { stringify } from 'yaml';
import type { JsonObject } from '../../engine/json.ts';
import type { PlacementView, WhatIfView } from '../../worker/protocol.ts';
import { Button } from '../controls/button.tsx';
import type { ShownProblems } from '../editor/code/problem-lines.ts';
import { TextEditor } from '../editor/code/text-editor.tsx';
import { yamlLanguage } from '../editor/code/yaml-language.ts';
import { readManifest, type Manifest } from '../editor/manifest/manifest.ts';
import { ObjectLink } from '../panels/object-link.tsx';
import { useCalmMap } from '../panels/use-calm-map.ts';
import { messageOf, useSession } from '../store/session.ts';
import { PRESETS } from './presets.ts';
import './scheduler-workshop.css';

const NO_PROBLEMS: ShownProblems = { problems: [], whileTyping: false };
const PENDING = '';
const MOST_PODS = 200;
const MOST_ROWS = 60;

interface Answer {
  readonly now: WhatIfView;
  readonly other: WhatIfView;
}

/** The scheduler's configuration as text: what would come of another, side by side with the one that runs, and a button to use it. */
export function SchedulerWorkshop() {
  const session = useSession();
  const [text, setText] = useState(PRESETS[0]?.text ?? '');
  const [shown, setShown] = useState(NO_PROBLEMS);
  const [who, setWho] = useState(PENDING);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [refusal, setRefusal] = useState('');
  const [language] = useState(() => yamlLanguage(Text.of(text.split('\n'))));
  const workloads = [...useCalmMap('workloads').map.values()];

  const change = (next: string): void => {
    setText(next);
    setAnswer(null);
    setRefusal('');
  };
  const read = (): JsonObject | null => {
    const manifest = readManifest(text);
    const [only] = manifest.objects;
    if (manifest.problems.length > 0) setShown({ problems: manifest.problems.map((problem) => ({ ...problem, hint: '' })), whileTyping: false });
    else if (!only) setRefusal('Write a configuration, or choose one to start from.');
    else return only.object;
    setAnswer(null);
    return null;
  };
  const ask = async (): Promise<void> => {
    setRefusal('');
    setShown(NO_PROBLEMS);
    const wanted = read();
    if (!wanted) return;
    const pods = who === PENDING ? null : [...session.store.getState().pods.values()].filter(({ workload }) => workload === who).slice(0, MOST_PODS).map(({ namespace, name }) => ({ namespace, name }));
    try {
      const [now, other] = await session.host.send({ type: 'what-if', configurations: [await session.host.send({ type: 'scheduler-configuration' }), wanted], pods });
      if (!now || !other) return;
      if (other.problems.length > 0) {
        setShown({ problems: problemsIn(readManifest(text), other.problems), whileTyping: false });
        setAnswer(null);
      } else setAnswer({ now, other });
    } catch (error) {
      setRefusal(messageOf(error));
    }
  };
  const use = async (): Promise<void> => {
    setShown(NO_PROBLEMS);
    const configuration = read();
    if (!configuration) return;
    const checked = await session.host.send({ type: 'what-if', configurations: [configuration], pods: [] }).catch(() => []);
    const problems = checked[0]?.problems ?? [];
    if (problems.length > 0) setShown({ problems: problemsIn(readManifest(text), problems), whileTyping: false });
    // The shell tells what came of it.
    else await session.act({ type: 'configure-scheduler', configuration }).catch(() => undefined);
  };
  const showRunning = async (): Promise<void> => change(stringify(await session.host.send({ type: 'scheduler-configuration' })));

  return (
    <section className="k-scheduler" aria-label="Scheduler configuration">
      <p>How kube-scheduler weighs nodes is its configuration. Change it here, see where pods would go, and use it when you like what you see.</p>
      <div className="k-scheduler-tools">
        <label>Start from{' '}
          <select aria-label="Start from" value="" onChange={(event) => change(PRESETS.find(({ id }) => id === event.target.value)?.text ?? text)}>
            <option value="" disabled>choose…</option>
            {PRESETS.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
          </select>
        </label>
        <Button size="s" variant="quiet" onClick={() => void showRunning()}>What runs now</Button>
      </div>
      <TextEditor className="k-scheduler-code" label="Scheduler configuration YAML" language={language} text={text} shown={shown} onChange={change} onSubmit={() => void ask()} />
      <div className="k-scheduler-tools">
        <label>Place{' '}
          <select aria-label="Place" value={who} onChange={(event) => setWho(event.target.value)}>
            <option value={PENDING}>the pods that wait</option>
            {workloads.map(({ key, name }) => <option key={key} value={key}>the pods of {name}, anew</option>)}
          </select>
        </label>
        <Button variant="primary" onClick={() => void ask()}>What if?</Button>
        <Button onClick={() => void use()}>Use it</Button>
        <Button variant="quiet" onClick={() => void session.act({ type: 'configure-scheduler', configuration: null }).catch(() => undefined)}>Back to the usual</Button>
      </div>
      {refusal && <p role="alert" className="k-scheduler-refusal">{refusal}</p>}
      {answer && <Comparison answer={answer} />}
    </section>
  );
}

function problemsIn(manifest: Manifest, problems: WhatIfView['problems']): ShownProblems['problems'] {
  return problems.map(({ path, message }) => {
    const place = manifest.objects[0]?.positionOf(path);
    return { from: place?.from ?? 0, to: place?.to ?? 0, line: place?.line ?? 1, message, hint: '' };
  });
}

function Comparison({ answer: { now, other } }: { readonly answer: Answer }) {
  const placed = useMemo(() => new Map(other.placements.map((placement) => [`${placement.namespace}/${placement.name}`, placement])), [other]);
  const nodes = useMemo(() => nodeCounts(now.placements, other.placements), [now, other]);
  const rows = now.placements.map((before) => ({ before, after: placed.get(`${before.namespace}/${before.name}`) }));
  const moved = rows.filter(({ before, after }) => before.node !== after?.node).length;
  if (rows.length === 0) return <p role="status">There are no such pods to place. Choose a workload’s.</p>;
  return (
    <div className="k-scheduler-answer">
      <p role="status">{moved === 0 ? 'Nothing would change: every pod goes to the same node.' : `${moved} of ${rows.length} ${rows.length === 1 ? 'pod' : 'pods'} would go elsewhere.`}</p>
      <table className="k-scheduler-nodes">
        <caption>Pods on each node</caption>
        <thead><tr><th scope="col">Node</th><th scope="col">As it runs</th><th scope="col">With yours</th></tr></thead>
        <tbody>
          {nodes.map(({ node, a, b }) => (
            <tr key={node} data-differs={a !== b}><th scope="row">{node}</th><td><Bar count={a} of={rows.length} /></td><td><Bar count={b} of={rows.length} /></td></tr>
          ))}
        </tbody>
      </table>
      <table className="k-scheduler-pods">
        <caption>Each pod, and the points that decided</caption>
        <thead><tr><th scope="col">Pod</th><th scope="col">As it runs</th><th scope="col">With yours</th></tr></thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ before, after }) => (
            <tr key={`${before.namespace}/${before.name}`} data-differs={before.node !== after?.node}>
              <th scope="row"><ObjectLink reference={{ kind: 'Pod', namespace: before.namespace, name: before.name }}>{before.name}</ObjectLink></th>
              <td><Outcome placement={before} /></td>
              <td>{after && <Outcome placement={after} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && <p className="k-quiet">and {rows.length - MOST_ROWS} more</p>}
    </div>
  );
}

function Bar({ count, of }: { readonly count: number; readonly of: number }) {
  return <span className="k-scheduler-bar"><span style={{ inlineSize: `${(100 * count) / Math.max(1, of)}%` }} aria-hidden="true" />{count}</span>;
}

function Outcome({ placement: { node, message, totals, parts } }: { readonly placement: PlacementView }) {
  if (node === null) return <span className="k-scheduler-refused">{message}</span>;
  const [best, second] = totals;
  return (
    <>
      <strong>{node}</strong>{best && ` ${best.total} points`}{second && `, then ${second.node} ${second.total}`}
      {parts.length > 0 && <div className="k-scheduler-parts">{parts.filter(({ points }) => points !== 0).map(({ plugin, points }) => `${plugin} ${points}`).join(' + ')}</div>}
    </>
  );
}

function nodeCounts(now: readonly PlacementView[], other: readonly PlacementView[]): readonly { readonly node: string; readonly a: number; readonly b: number }[] {
  const count = (placements: readonly PlacementView[], node: string | null): number => placements.filter((placement) => placement.node === node).length;
  const names = new Set([...now, ...other].flatMap(({ node, totals }) => [...(node === null ? [] : [node]), ...totals.map((total) => total.node)]));
  const rows = [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((node) => ({ node, a: count(now, node), b: count(other, node) }));
  const waiting = { node: 'no node', a: count(now, null), b: count(other, null) };
  return waiting.a + waiting.b > 0 ? [...rows, waiting] : rows;
}
