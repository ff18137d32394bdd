import { Text } from '@codemirror/state';
import { useMemo, useState } from 'react';
import { stringify } from 'yaml';
import type { JsonObject } from '../../engine/json.ts';
import type { PodView } from '../../worker/protocol.ts';
import { Button } from '../controls/button.tsx';
import type { ShownProblems } from '../editor/code/problem-lines.ts';
import { TextEditor } from '../editor/code/text-editor.tsx';
import { yamlLanguage } from '../editor/code/yaml-language.ts';
import { useCalmMap } from '../panels/use-calm-map.ts';
import { usePreferences } from '../store/preferences.ts';
import { messageOf, useSession } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { readConfigurationText, type ConfigurationText } from './configuration-text.ts';
import { placementPairs } from './placement-pairs.ts';
import { PluginGuide } from './plugin-guide.tsx';
import { PRESETS } from './presets.ts';
import type { ClusterAsItIs } from './tank-levels.ts';
import { WhatIfAnswer, type Answer } from './what-if-answer.tsx';
import '../panels/workshop.css';
import './scheduler-workshop.css';

const NO_PROBLEMS: ShownProblems = { problems: [], whileTyping: false };
/** Instead of a workload: the pods that wait. */
const PENDING = '';
/** Instead of a preset: what runs, and what was kept of the text. */
const RUNNING = 'running';
const KEPT = 'kept';
/** as many as the engine places at once. */
const MOST_PODS = 500;

/** The scheduler's configuration as text: what would come of it, beside what comes of the one that runs or any other, and a button to use it. */
export function SchedulerWorkshop() {
  const session = useSession();
  const text = usePreferences((preferences) => preferences.schedulerText) ?? PRESETS[0]?.text ?? '';
  const setPreferences = usePreferences((preferences) => preferences.set);
  const who = useView((view) => view.whatIfPods) ?? PENDING;
  const [shown, setShown] = useState(NO_PROBLEMS);
  const [against, setAgainst] = useState(RUNNING);
  const [kept, setKept] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [said, setSaid] = useState<{ readonly text: string; readonly refused: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const [language] = useState(() => yamlLanguage(Text.of(text.split('\n'))));
  const pods = useCalmMap('pods').map;
  const workloads = useMemo(() => workloadsOf(pods), [pods]);
  const waiting = useMemo(() => [...pods.values()].filter(({ node, shape, status }) => node === null && shape === 'waiting' && status !== 'SchedulingGated').length, [pods]);

  const clear = (): void => {
    setShown(NO_PROBLEMS);
    setAnswer(null);
    setSaid(null);
  };
  const refuse = (words: string): void => setSaid({ text: words, refused: true });
  const change = (next: string): void => {
    if (next === text) return;
    setPreferences({ schedulerText: next });
    clear();
  };
  /** Shows what is wrong with the text as it is read. */
  const read = (): Extract<ConfigurationText, { readonly configuration: JsonObject }> | null => {
    clear();
    const result = readConfigurationText(text);
    if ('configuration' in result) return result;
    setShown({ problems: result.problems, whileTyping: false });
    if (result.refusal !== '') refuse(result.refusal);
    return null;
  };
  const other = async (): Promise<JsonObject | null> => {
    if (against === RUNNING) return session.host.send({ type: 'scheduler-configuration' });
    const result = readConfigurationText(against === KEPT ? (kept ?? '') : (PRESETS.find(({ id }) => id === against)?.text ?? ''));
    return 'configuration' in result ? result.configuration : null;
  };
  const ask = async (of: string = who): Promise<void> => {
    const wanted = busy ? null : read();
    if (!wanted) return;
    setBusy(true);
    const { nodes, pods: all } = session.store.getState();
    const asked = of === PENDING ? null : [...all.values()].filter(({ workload }) => workload === of).slice(0, MOST_PODS).map(({ namespace, name }) => ({ namespace, name }));
    const cluster: ClusterAsItIs = { nodes: new Map(nodes), pods: new Map(all) };
    try {
      const [a, b] = await session.host.send({ type: 'what-if', configurations: [await other(), wanted.configuration], pods: asked });
      if (!a || !b) return;
      if (b.problems.length > 0) setShown({ problems: wanted.problemsAt(b.problems), whileTyping: false });
      else if (a.problems.length > 0) refuse(`What it is compared with cannot be used: ${a.problems.map(({ message }) => message).join('; ')}`);
      else setAnswer({ pairs: placementPairs(a.placements, b.placements), cluster, titles: { a: against === RUNNING ? 'as it runs' : titleOf(against), b: 'yours' } });
    } catch (error) {
      refuse(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  const use = async (): Promise<void> => {
    const wanted = read();
    if (!wanted) return;
    const checked = await session.host.send({ type: 'what-if', configurations: [wanted.configuration], pods: [] }).catch((error: unknown) => refuse(messageOf(error)));
    if (!checked) return;
    const problems = checked[0]?.problems ?? [];
    if (problems.length > 0) setShown({ problems: wanted.problemsAt(problems), whileTyping: false });
    // The shell tells what came of it.
    else await session.act({ type: 'configure-scheduler', configuration: wanted.configuration }).then(() => setSaid({ text: USED, refused: false }), () => undefined);
  };
  const useUsual = (): void => void session.act({ type: 'configure-scheduler', configuration: null }).then(clear, () => undefined);
  const open = (choice: string): void => {
    const preset = PRESETS.find(({ id }) => id === choice);
    if (preset) change(preset.text);
    else void session.host.send({ type: 'scheduler-configuration' }).then((running) => change(stringify(running)), (error: unknown) => refuse(messageOf(error)));
  };
  const compareWith = (choice: string): void => {
    if (choice === KEPT && against !== KEPT) setKept(text);
    setAgainst(choice);
    setAnswer(null);
  };
  const place = (choice: string): void => {
    useView.getState().set({ whatIfPods: choice === PENDING ? null : choice });
    // Whoever looks at an answer wants to see the other pods’, too.
    if (answer) void ask(choice);
  };

  return (
    <section className="k-workshop k-scheduler" aria-label="Scheduler configuration">
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
            <Button size="s" variant="quiet" onClick={useUsual}>Back to the default</Button>
          </span>
        </div>
        <TextEditor className="k-workshop-text" label="Scheduler configuration YAML" language={language} text={text} shown={shown} onChange={change} onSubmit={() => void ask()} />
        {said && <p role={said.refused ? 'alert' : 'status'} className={said.refused ? 'k-workshop-refusal' : 'k-workshop-said'}>{said.text}</p>}
      </div>
      <div className="k-workshop-side" tabIndex={0} role="region" aria-label="What would come of it">
        <div className="k-scheduler-ask">
          <span className="k-unseen" role="status">{busy ? 'Placing the pods…' : ''}</span>
          <label className="k-pick">Place{' '}
            <select value={workloads.some(({ key }) => key === who) ? who : PENDING} onChange={(event) => place(event.target.value)}>
              <option value={PENDING}>the pods that wait ({waiting})</option>
              {workloads.map(({ key, words }) => <option key={key} value={key}>{words}</option>)}
            </select>
          </label>
          <label className="k-pick">under yours and{' '}
            <select value={against} onChange={(event) => compareWith(event.target.value)}>
              <option value={RUNNING}>what runs now</option>
              <option value={KEPT}>{kept === null ? 'your text as it is now' : 'the text you kept'}</option>
              <optgroup label="Another">{PRESETS.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}</optgroup>
            </select>
          </label>
          <Button size="s" variant="primary" aria-busy={busy} onClick={() => void ask()} shortcut="Ctrl+Enter" tip="Nothing in the cluster changes">What if?</Button>
        </div>
        {answer ? <WhatIfAnswer key={answer.pairs.map(({ key }) => key).join()} answer={answer} /> : <Explanation waiting={waiting} who={who} />}
      </div>
    </section>
  );
}

const USED = 'The scheduler runs with it. Pods that have a node stay there; the next ones go where it says.';

function Explanation({ waiting, who }: { readonly waiting: number; readonly who: string }) {
  return (
    <div className="k-quiet k-scheduler-hint">
      <p>How kube-scheduler weighs nodes is its configuration. Open one on the left or change the text, choose which pods to place, and ask: they are placed under yours and under another, side by side, and nothing in the cluster changes until you use it.</p>
      {waiting === 0 && who === PENDING && <p>No pod waits for a node now: choose a workload, whose pods are then placed as if they had none.</p>}
      <PluginGuide />
    </div>
  );
}

function titleOf(against: string): string {
  return PRESETS.find(({ id }) => id === against)?.title ?? 'the text you kept';
}

/** Workloads that have pods: "pods of Deployment web (6)". */
function workloadsOf(pods: ReadonlyMap<string, PodView>): readonly { readonly key: string; readonly words: string }[] {
  const counts = new Map<string, number>();
  for (const { workload } of pods.values()) counts.set(workload, (counts.get(workload) ?? 0) + 1);
  return [...counts].map(([key, count]) => {
    const [kind = '', , name = ''] = key.split('/');
    return { key, words: kind === 'Pod' ? `Pod ${name}` : `pods of ${kind} ${name} (${count})` };
  }).sort((a, b) => a.words.localeCompare(b.words, 'en', { numeric: true }));
}
