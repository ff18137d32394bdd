import { Text } from '@codemirror/state';
import { useMemo, useState } from 'react';
import { stringify } from 'yaml';
import type { JsonObject } from '../../engine/json.ts';
import type { PlacementView, PodView, WhatIfView } from '../../worker/protocol.ts';
import { Button } from '../controls/button.tsx';
import type { ShownProblems } from '../editor/code/problem-lines.ts';
import { TextEditor } from '../editor/code/text-editor.tsx';
import { yamlLanguage } from '../editor/code/yaml-language.ts';
import { readManifest, type Manifest } from '../editor/manifest/manifest.ts';
import { ObjectLink } from '../panels/object-link.tsx';
import { useCalmMap } from '../panels/use-calm-map.ts';
import { usePreferences } from '../store/preferences.ts';
import { messageOf, useSession } from '../store/session.ts';
import { PRESETS } from './presets.ts';
import '../panels/workshop.css';
import './scheduler-workshop.css';

const NO_PROBLEMS: ShownProblems = { problems: [], whileTyping: false };
const PENDING = '';
const RUNNING = 'running';
const MOST_PODS = 200;
const MOST_ROWS = 60;

interface Answer {
  readonly now: WhatIfView;
  readonly other: WhatIfView;
}

/** The scheduler's configuration as text: what would come of another, side by side with the one that runs, and a button to use it. */
export function SchedulerWorkshop() {
  const session = useSession();
  const text = usePreferences((preferences) => preferences.schedulerText) ?? PRESETS[0]?.text ?? '';
  const setPreferences = usePreferences((preferences) => preferences.set);
  const [shown, setShown] = useState(NO_PROBLEMS);
  const [who, setWho] = useState(PENDING);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [refusal, setRefusal] = useState('');
  const [language] = useState(() => yamlLanguage(Text.of(text.split('\n'))));
  const pods = useCalmMap('pods').map;
  const workloads = useMemo(() => workloadsOf(pods), [pods]);

  const change = (next: string): void => {
    if (next === text) return;
    setPreferences({ schedulerText: next });
    setShown(NO_PROBLEMS);
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
    const asked = who === PENDING ? null : [...session.store.getState().pods.values()].filter(({ workload }) => workload === who).slice(0, MOST_PODS).map(({ namespace, name }) => ({ namespace, name }));
    try {
      const [now, other] = await session.host.send({ type: 'what-if', configurations: [await session.host.send({ type: 'scheduler-configuration' }), wanted], pods: asked });
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
  const open = (choice: string): void => {
    const preset = PRESETS.find(({ id }) => id === choice);
    if (preset) change(preset.text);
    else void session.host.send({ type: 'scheduler-configuration' }).then((running) => change(stringify(running)), (error: unknown) => setRefusal(messageOf(error)));
  };

  return (
    <section className="k-workshop" aria-label="Scheduler configuration">
      <div className="k-workshop-code">
        <div className="k-workshop-tools">
          <label className="k-pick">Open{' '}
            <select value="" onChange={(event) => open(event.target.value)}>
              <option value="" disabled>choose…</option>
              <option value={RUNNING}>What runs now</option>
              <optgroup label="To start from">{PRESETS.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}</optgroup>
            </select>
          </label>
          <span className="k-workshop-deeds">
            <Button size="s" onClick={() => void use()} tip="Give it to the scheduler">Use it</Button>
            <Button size="s" variant="quiet" onClick={() => void session.act({ type: 'configure-scheduler', configuration: null }).catch(() => undefined)}>Back to the usual</Button>
          </span>
        </div>
        <TextEditor className="k-workshop-text" label="Scheduler configuration YAML" language={language} text={text} shown={shown} onChange={change} onSubmit={() => void ask()} />
        {refusal && <p role="alert" className="k-workshop-refusal">{refusal}</p>}
      </div>
      <div className="k-workshop-side" tabIndex={0} role="region" aria-label="What would come of it">
        <div className="k-scheduler-ask">
          <label className="k-pick">Place{' '}
            <select value={who} onChange={(event) => { setWho(event.target.value); setAnswer(null); }}>
              <option value={PENDING}>the pods that wait</option>
              {workloads.map(({ key, name }) => <option key={key} value={key}>the pods of {name}, anew</option>)}
            </select>
          </label>
          <Button size="s" variant="primary" onClick={() => void ask()} tip="Under what runs and under yours" shortcut="Ctrl+Enter">What if?</Button>
        </div>
        {answer ? <Comparison answer={answer} /> : <p className="k-quiet">How kube-scheduler weighs nodes is its configuration. Ask where the same pods would go under yours and under the one that runs: nothing in the cluster changes until you use it.</p>}
      </div>
    </section>
  );
}

/** Workloads that have pods, by the name that people know them by. */
function workloadsOf(pods: ReadonlyMap<string, PodView>): readonly { readonly key: string; readonly name: string }[] {
  const names = new Map([...pods.values()].map(({ workload }) => [workload, nameOf(workload)]));
  return [...names].map(([key, name]) => ({ key, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `web` of `Deployment/default/web`. */
function nameOf(workload: string): string {
  return workload.slice(workload.lastIndexOf('/') + 1);
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
  if (node === null) return <span className="k-workshop-refusal">{message}</span>;
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
