import { javascript } from '@codemirror/lang-javascript';
import { useId, useState } from 'react';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { OperatorCheck, OperatorView } from '../../worker/protocol.ts';
import { Button } from '../controls/button.tsx';
import type { ShownProblems } from '../editor/code/problem-lines.ts';
import { TextEditor } from '../editor/code/text-editor.tsx';
import { ObjectLink } from '../panels/object-link.tsx';
import { usePreferences } from '../store/preferences.ts';
import { messageOf, useSession } from '../store/session.ts';
import { OPERATOR_SAMPLES } from './operator-samples.ts';
import { RunList } from './run-list.tsx';
import { useOperators } from './use-operators.ts';
import '../panels/workshop.css';

const NO_PROBLEMS: ShownProblems = { problems: [], whileTyping: false };
const JAVASCRIPT = javascript();
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** What this page makes of an operator; its kind stays, because others may have objects of it. */
const MADE: readonly (readonly [kind: string, namespace: string])[] = [
  ['Deployment', 'default'], ['ConfigMap', 'default'], ['ServiceAccount', 'default'], ['ClusterRoleBinding', ''], ['ClusterRole', ''],
];

/** Where a person writes an operator: a function that looks at an object and does what is missing, and what it did at each look. */
export function OperatorWorkshop() {
  const session = useSession();
  const id = useId();
  const draft = usePreferences((preferences) => preferences.operator);
  const setPreferences = usePreferences((preferences) => preferences.set);
  const [sample] = OPERATOR_SAMPLES;
  const { name, code } = draft ?? { name: sample?.name ?? '', code: sample?.code ?? '' };
  const [shown, setShown] = useState(NO_PROBLEMS);
  const [refusal, setRefusal] = useState('');
  const operators = useOperators();
  const running = operators.find((operator) => operator.namespace === 'default' && operator.name === name);

  const write = (change: { readonly name?: string; readonly code?: string }): void => {
    setPreferences({ operator: { name, code, ...change } });
    setRefusal('');
    if (change.code !== undefined) setShown(NO_PROBLEMS);
  };
  const check = async (): Promise<OperatorCheck | null> => {
    setShown(NO_PROBLEMS);
    setRefusal('');
    if (!DNS_LABEL.test(name)) {
      setRefusal(name === '' ? 'Give the operator a name.' : `“${name}” cannot be its name: small letters, digits and “-”, with a letter or digit at both ends, at most 63 of them.`);
      return null;
    }
    try {
      const checked = await session.host.send({ type: 'check-operator', name, code });
      if (!checked.problem) return checked;
      const { message, line } = checked.problem;
      if (line === null) setRefusal(message);
      else setShown({ problems: [problemAt(code, line, message)], whileTyping: false });
    } catch (error) {
      setRefusal(messageOf(error));
    }
    return null;
  };
  const run = async (): Promise<void> => {
    const checked = await check();
    if (!checked) return;
    const outcome = await session.act({ type: 'apply', objects: checked.objects }).catch((error: unknown) => setRefusal(messageOf(error)));
    const [first] = outcome?.problems ?? [];
    if (first) setRefusal(first.message);
  };
  const makeExample = async (): Promise<void> => {
    const checked = await check();
    const kind = checked?.declaration?.for;
    if (!kind) return;
    const example = OPERATOR_SAMPLES.find((one) => one.example?.['kind'] === kind.kind && one.example['apiVersion'] === kind.apiVersion)?.example;
    await session.act({ type: 'create', object: example ?? exampleOf(kind) }).catch((error: unknown) => setRefusal(messageOf(error)));
  };
  const remove = async (): Promise<void> => {
    for (const [kind, namespace] of MADE) {
      const target: ObjectReference = { kind, namespace, name };
      await session.act({ type: 'delete', target }).catch(() => undefined);
    }
  };
  const open = (choice: string): void => {
    const chosen = OPERATOR_SAMPLES.find((one) => `sample ${one.id}` === choice);
    if (chosen) write({ name: chosen.name, code: chosen.code });
    const other = operators.find((operator) => `running ${operator.namespace}/${operator.name}` === choice);
    if (other) write({ name: other.name, code: other.code });
  };

  return (
    <section className="k-workshop" aria-label="Operators">
      <div className="k-workshop-code">
        <div className="k-workshop-tools">
          <label htmlFor={`${id}-open`} className="k-pick">Open{' '}
            <select id={`${id}-open`} value="" onChange={(event) => open(event.target.value)}>
              <option value="" disabled>choose…</option>
              <optgroup label="To start from">{OPERATOR_SAMPLES.map(({ id: key, title }) => <option key={key} value={`sample ${key}`}>{title}</option>)}</optgroup>
              {operators.length > 0 && (
                <optgroup label="In this cluster">
                  {operators.map((operator) => {
                    const key = `${operator.namespace}/${operator.name}`;
                    return <option key={key} value={`running ${key}`}>{operator.namespace === 'default' ? operator.name : key}</option>;
                  })}
                </optgroup>
              )}
            </select>
          </label>
          <label>Name <input className="k-search" value={name} spellCheck={false} autoCapitalize="off" onChange={(event) => write({ name: event.target.value.trim() })} /></label>
          <span className="k-workshop-deeds">
            <Button size="s" variant="primary" disabled={running?.code === code} onClick={() => void run()} tip="Apply its account, its code and its pod" shortcut="Ctrl+Enter">{runWords(running, code)}</Button>
            {running && <Button size="s" variant="quiet" onClick={() => void remove()}>Remove</Button>}
          </span>
        </div>
        <TextEditor className="k-workshop-text" label="Operator code" language={JAVASCRIPT} text={code} shown={shown} tabIndents onChange={(text) => { if (text !== code) write({ code: text }); }} onSubmit={() => void run()} />
        {refusal && <p role="alert" className="k-workshop-refusal">{refusal}</p>}
      </div>
      <div className="k-workshop-side" tabIndex={0} role="region" aria-label="What the operator does">
        <State running={running} name={name} others={operators.filter((operator) => operator !== running)} />
        {running?.declaration && <p><Button size="s" onClick={() => void makeExample()}>Make a {running.declaration.for.kind}</Button></p>}
        {running && <RunList runs={running.runs} />}
      </div>
    </section>
  );
}

function State({ running, name, others }: { readonly running: OperatorView | undefined; readonly name: string; readonly others: readonly OperatorView[] }) {
  if (!running) {
    return (
      <>
        <p role="status">An operator is a controller of your own: a pod that watches one kind of object and does, each time, what is missing. <strong>{name}</strong> does not run; press Run.</p>
        <p className="k-quiet">The code runs in a machine of its own, with little memory and a limit of time, where there is no page and no network: only the calls of <code>api</code> lead out, with the rights of the pod’s account.</p>
        {others.map((other) => <Running key={`${other.namespace}/${other.name}`} operator={other} />)}
      </>
    );
  }
  if (running.problem !== '') return <p role="status" className="k-workshop-refusal">It cannot run: {running.problem}</p>;
  return <Running operator={running} />;
}

function Running({ operator: { namespace, name, pod, declaration } }: { readonly operator: OperatorView }) {
  return (
    <p role="status">
      <strong>{name}</strong> runs in <ObjectLink reference={{ kind: 'Pod', namespace, name: pod }}>{pod}</ObjectLink>
      {declaration && <> and looks after <strong>{declaration.for.kind}</strong> <span className="k-quiet">{declaration.for.apiVersion}</span></>}
    </p>
  );
}

function runWords(running: OperatorView | undefined, code: string): string {
  if (!running) return 'Run';
  return running.code === code ? 'Running' : 'Run the change';
}

function problemAt(code: string, line: number, message: string): ShownProblems['problems'][number] {
  const lines = code.split('\n');
  const at = Math.min(line, lines.length);
  const from = lines.slice(0, at - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { from, to: from + (lines[at - 1]?.length ?? 0), line: at, message, hint: '' };
}

function exampleOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): JsonObject {
  return { apiVersion, kind, metadata: { generateName: `${kind.toLowerCase()}-`, namespace: 'default' }, spec: {} };
}
