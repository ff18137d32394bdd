import { EditorView } from '@codemirror/view';
import { useEffect, useMemo, useRef, useState } from 'react';
import { kindNameOf } from '../../engine/api/kind-name.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { CodeProblem, OperatorSite } from '../../worker/protocol.ts';
import { Button } from '../controls/button.tsx';
import { TabPanel, Tabs } from '../controls/tabs.tsx';
import { showToast } from '../controls/toast-store.ts';
import type { ShownProblems } from '../editor/code/problem-lines.ts';
import { TextEditor } from '../editor/code/text-editor.tsx';
import { messageOf, useCluster, useSession } from '../store/session.ts';
import { ApiReference } from './api-reference.tsx';
import { operatorCode } from './javascript-code.ts';
import { apply, check, grant, run, type DeskAnswer } from './operator-desk.ts';
import { MEMORY_LIMIT } from './operator-api.ts';
import { OperatorLog } from './operator-log.tsx';
import { editorProblems, problemsOfRuns, refusalsOf, stateOf, type OperatorState } from './operator-state.ts';
import { discard, setFirstDue, settle, typed, type Draft, useOperatorTexts } from './operator-texts.ts';
import { verbsFor, type Refusal } from './refusal.ts';
import { GoToLine, RunList } from './run-list.tsx';

/** Wall time without typing before the code is checked. */
const CHECK_AFTER_MS = 400;
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

type Side = 'runs' | 'log' | 'reference';
const SIDES: readonly { readonly value: Side; readonly label: string }[] = [{ value: 'runs', label: 'Runs' }, { value: 'log', label: 'Log' }, { value: 'reference', label: 'Reference' }];

export interface OperatorWorkbenchProps {
  /** `namespace/name` of the ConfigMap with the code. */
  readonly operatorKey: string;
  /** `null` before it is in the cluster. */
  readonly site: OperatorSite | null;
}

/** One operator: its code, how it is doing, and what it does. */
export function OperatorWorkbench({ operatorKey, site }: OperatorWorkbenchProps) {
  const session = useSession();
  const draft = useOperatorTexts((texts) => texts.drafts[operatorKey]);
  const [side, setSide] = useState<Side>('runs');
  const [said, setSaid] = useState('');
  const [isRunning, setRunning] = useState(false);
  const view = useRef<EditorView | null>(null);
  const [language] = useState(() => operatorCode(view));
  const code = draft?.code ?? site?.code ?? '';
  const typing = useCheck(code);
  const state = useOperatorState(site);
  const running = site?.running ?? null;
  useFirstObjects(operatorKey, draft, setSaid);
  const problems = useMemo(() => (typing.problem ? [typing.problem] : problemsOfRuns(running, code)), [typing.problem, running, code]);
  const shown = useShown(code, problems, typing.problem !== null && typing.isFresh);
  const isChanged = draft !== undefined && draft.code !== site?.code;
  const isOvertaken = draft !== undefined && site !== null && draft.base !== null && site.code !== draft.base && site.code !== draft.code;

  const goTo = (line: number): void => {
    // Whoever goes to a problem wants to read it, though the caret is in its line then.
    if (typing.problem) typing.found(typing.problem);
    goToLine(view.current, line);
  };
  const answered = (answer: DeskAnswer): void => {
    if (answer.is === 'wrong') {
      setSaid('');
      typing.found(answer.problem);
      if (answer.problem.line !== null) goTo(answer.problem.line);
    } else setSaid(answer.is === 'refused' ? answer.message : '');
  };
  const runIt = async (): Promise<void> => {
    if (isRunning) return;
    setRunning(true);
    const answer = await run(session, { key: operatorKey, code, site, start: draft?.start ?? null });
    if (answer.is === 'done') {
      settle(operatorKey, code);
      if (answer.made) setFirstDue(operatorKey, true);
      setSide((before) => (before === 'reference' ? 'runs' : before));
    }
    answered(answer);
    setRunning(false);
  };
  const drop = (): void => {
    const bringBack = discard(operatorKey);
    showToast(site ? 'Your changes are put away: this is the code as the cluster has it.' : 'The operator that was not run is put away.', { action: { label: 'Undo', onSelect: bringBack } });
  };

  return (
    <div className="k-op-bench">
      <div className="k-op-code">
        {isOvertaken && <p className="k-op-note" role="status">The code in the cluster was changed since you began. Run writes yours over it.</p>}
        <TextEditor
          className="k-op-text" label="Operator code" language={language} text={code} shown={shown} tabIndents
          onChange={(text) => { if (text !== code) typed(operatorKey, text, site?.code ?? null); }} onSubmit={() => void runIt()}
        />
        <p className="k-unseen" id="k-op-help">Tab indents. Press Escape and then Tab to leave the code. Control Space completes, Control Enter runs.</p>
        {said !== '' && <p className="k-op-wrong" role="alert">{said}</p>}
        <div className="k-op-row">
          <Button variant="primary" onClick={() => void runIt()} aria-disabled={isRunning} aria-keyshortcuts={IS_MAC ? 'Meta+Enter' : 'Control+Enter'} aria-describedby="k-op-help">Run</Button>
          <span className="k-op-summary" aria-live="polite">
            <Summary problems={problems} goTo={goTo}>{summaryOf(site, isChanged)}</Summary>
          </span>
          {draft && (isChanged || !site) && <Button size="s" variant="quiet" onClick={drop}>Discard</Button>}
          <kbd className="k-op-shortcut" aria-hidden="true">{IS_MAC ? '⌘ ⏎' : 'Ctrl ⏎'}</kbd>
        </div>
      </div>
      <div className="k-op-side">
        <StateLine state={state} />
        <Tabs label="What it does" value={side} onValueChange={(next) => setSide(next)} tabs={SIDES}>
          <TabPanel value="runs" className="k-op-tab">
            {site && running && <Refusals site={site} refusals={refusalsOf(running)} onAnswer={answered} />}
            {running && running.runs.length > 0 ? <RunList runs={running.runs} goTo={goTo} /> : <p className="k-quiet">{nothingYet(site)}</p>}
          </TabPanel>
          <TabPanel value="log" className="k-op-tab">
            {site && running ? <OperatorLog namespace={site.namespace} pod={running.pod} /> : <p className="k-quiet">A pod writes it once it runs the code.</p>}
          </TabPanel>
          <TabPanel value="reference" className="k-op-tab"><ApiReference /></TabPanel>
        </Tabs>
      </div>
    </div>
  );
}

interface SummaryProps {
  readonly problems: readonly CodeProblem[];
  goTo(line: number): void;
  readonly children: string;
}

/** What is wrong with the code that is shown; else what Run would do. */
function Summary({ problems, goTo, children }: SummaryProps) {
  const [first] = problems;
  if (!first) return children;
  if (first.line === null) return first.message;
  return <>{problems.length === 1 ? '1 problem' : `${problems.length} problems`}, <GoToLine line={first.line} goTo={goTo} /></>;
}

function StateLine({ state: { tone, words } }: { readonly state: OperatorState }) {
  const paused = useCluster((cluster) => cluster.clock.paused);
  return (
    <p className="k-op-state" data-tone={tone} role="status">
      <span className="k-op-sign" aria-hidden="true">{{ absent: '○', waiting: '◔', leading: '✓', failing: '!' }[tone]}</span>
      <span>{words}{paused && tone === 'waiting' && ' Time stands still.'}</span>
    </p>
  );
}

interface RefusalsProps {
  readonly site: OperatorSite;
  readonly refusals: readonly Refusal[];
  onAnswer(answer: DeskAnswer): void;
}

/** What its account was refused, each with the rule that would permit it. */
function Refusals({ site, refusals, onAnswer }: RefusalsProps) {
  const session = useSession();
  return refusals.map((refusal) => {
    const { verb, resource, group } = refusal;
    const what = group === '' ? resource : `${resource}.${group}`;
    return (
      <div key={`${verb} ${what}`} className="k-op-refusal" role="group" aria-label={`Refused: ${verb} ${what}`}>
        <p>Its account {refusal.account} may not <b>{verb} {what}</b>: no rule of its role says so.</p>
        <p className="k-op-rule"><code>{`apiGroups: ["${group}"]`}</code> <code>{`resources: [${resource}]`}</code> <code>{`verbs: [${verbsFor(refusal).join(', ')}]`}</code></p>
        <Button size="s" onClick={() => void grant(session, site, refusal).then(onAnswer)}>Add this to its role</Button>
      </div>
    );
  });
}

/** How the operator is doing, in step with its pod. */
function useOperatorState(site: OperatorSite | null): OperatorState {
  const { store } = useSession();
  useCluster((state) => (site?.running ? 0 : state.versions.pods));
  return stateOf(site, (pod) => store.getState().pods.get(`${site?.namespace ?? ''}/${pod}`)?.status);
}

/** Makes the operator's first objects once the cluster knows their kind. */
function useFirstObjects(key: string, draft: Draft | undefined, say: (words: string) => void): void {
  const session = useSession();
  const customKinds = useCluster((state) => state.customKinds);
  const first = draft?.firstDue ? draft.start?.first : undefined;
  useEffect(() => {
    const isKnown = (object: JsonObject): boolean => {
      const name = kindNameOf({ apiVersion: String(object['apiVersion']), kind: String(object['kind']) });
      return !name.includes('.') || customKinds.some(({ kind }) => kind === name);
    };
    if (!first?.every(isKnown)) return;
    setFirstDue(key, false);
    apply(session, first).then(
      (answer) => { if (answer.is === 'refused') say(answer.message); },
      (error: unknown) => say(messageOf(error)),
    );
  }, [session, key, first, customKinds, say]);
}

interface Check {
  readonly problem: CodeProblem | null;
  /** whether the person may still be writing the line. */
  readonly isFresh: boolean;
  /** a problem that was found another way. */
  found(problem: CodeProblem): void;
}

/** Loads the code in the sandbox a moment after it changed, without running it. */
function useCheck(code: string): Check {
  const session = useSession();
  const [checked, setChecked] = useState<{ readonly code: string; readonly problem: CodeProblem | null; readonly isFresh: boolean }>({ code: '', problem: null, isFresh: false });
  useEffect(() => {
    if (code === '') return;
    let over = false;
    const timer = setTimeout(() => {
      check(session, code).then(
        (problem) => { if (!over) setChecked((before) => (before.code === code && before.problem ? before : { code, problem, isFresh: true })); },
        (error: unknown) => { if (!over) setChecked({ code, problem: { message: messageOf(error), line: null }, isFresh: true }); },
      );
    }, CHECK_AFTER_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [session, code]);
  return { problem: checked.code === code ? checked.problem : null, isFresh: checked.isFresh, found: (problem) => setChecked({ code, problem, isFresh: false }) };
}

function summaryOf(site: OperatorSite | null, isChanged: boolean): string {
  if (!site) return 'Writes everything it needs into the cluster';
  return isChanged ? 'Changed: its pod is restarted to read it' : 'As it is in the cluster';
}

function nothingYet(site: OperatorSite | null): string {
  const kind = site?.running?.declaration?.for.kind;
  if (kind) return `It waits for a ${kind} to look at.`;
  return site ? 'Nothing has run yet.' : `Read it through, change what you like, and press Run. A run may use ${MEMORY_LIMIT} of memory and a bounded amount of work; it reaches neither the page nor a network.`;
}

/** The same problems are drawn once, however often they are read. */
function useShown(code: string, problems: readonly CodeProblem[], whileTyping: boolean): ShownProblems {
  const text = JSON.stringify(problems);
  return useMemo(() => ({ problems: editorProblems(code, JSON.parse(text) as readonly CodeProblem[]), whileTyping }), [code, text, whileTyping]);
}

/** Brings a line of the code into view and puts the caret there. */
function goToLine(view: EditorView | null, line: number): void {
  if (!view) return;
  const { from, text } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
  const anchor = from + (text.length - text.trimStart().length);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  view.focus();
}
