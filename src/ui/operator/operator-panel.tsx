import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { objectKey } from '../../engine/api/reference.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { useCluster } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { NewOperator } from './new-operator.tsx';
import { OperatorWorkbench } from './operator-workbench.tsx';
import { choose, useOperatorTexts } from './operator-texts.ts';
import { useOperatorSites } from './use-operator-sites.ts';
import '../panels/panels.css';
import './operator-panel.css';

/** Where a person writes a controller of their own, runs it, and sees what it does. */
export default function OperatorPanel() {
  const { sites, message } = useOperatorSites();
  const { chosen, drafts } = useOperatorTexts();
  const [isNew, setNew] = useState(false);
  const living = useCluster((state) => state.living);
  if (!living || !sites) return <div className="k-op" />;

  const inCluster = sites.map(({ namespace, name }) => objectKey(namespace, name));
  const begun = Object.keys(drafts).filter((key) => drafts[key]?.start && !inCluster.includes(key)).sort();
  const keys = [...inCluster, ...begun];
  const key = chosen !== null && keys.includes(chosen) ? chosen : keys[0];
  const site = sites.find(({ namespace, name }) => objectKey(namespace, name) === key) ?? null;
  const mark = (one: string): string => {
    const draft = drafts[one];
    const code = sites.find(({ namespace, name }) => objectKey(namespace, name) === one)?.code;
    return draft && draft.code !== code ? ' (changed)' : '';
  };

  if (key === undefined) {
    return (
      <section className="k-op k-op-empty" aria-label="Operator">
        <h2>Teach the cluster something new</h2>
        <p>An operator is a controller of your own: a pod that watches one kind of object, looks at each, and does what is missing. Write one here and watch it work.</p>
        <NewOperator taken={keys} onBegun={() => setNew(false)} />
        <p className="k-quiet">
          To see a grown-up one at work first, open “An operator and its database” among the{' '}
          <button type="button" className="k-text-button" onClick={() => useView.getState().set({ galleryOpen: true })}>scenarios</button>.
        </p>
      </section>
    );
  }
  return (
    <section className="k-op" aria-label="Operator">
      <Choice keys={inCluster} begun={begun} chosen={isNew ? null : key} mark={mark} onNew={() => setNew(true)} onChoose={(one) => {
        choose(one);
        setNew(false);
      }}
      />
      {message !== '' && <p className="k-op-wrong" role="status">{message}</p>}
      {isNew
        ? <div className="k-op-scroll"><NewOperator taken={keys} onBegun={() => setNew(false)} onCancel={() => setNew(false)} /></div>
        : <OperatorWorkbench key={key} operatorKey={key} site={site} />}
    </section>
  );
}

interface ChoiceProps {
  readonly keys: readonly string[];
  /** those that are not in the cluster yet. */
  readonly begun: readonly string[];
  readonly chosen: string | null;
  mark(key: string): string;
  onChoose(key: string): void;
  onNew(): void;
}

function Choice({ keys, begun, chosen, mark, onChoose, onNew }: ChoiceProps) {
  const id = useId();
  return (
    <div className="k-op-choice">
      <span className="k-pick">
        <label htmlFor={id} className="k-unseen">Operator</label>
        <select id={id} value={chosen ?? ''} onChange={(event) => onChoose(event.target.value)}>
          {chosen === null && <option value="" disabled>New operator</option>}
          {keys.length > 0 && <optgroup label="In this cluster">{keys.map((key) => <option key={key} value={key}>{shortName(key)}{mark(key)}</option>)}</optgroup>}
          {begun.length > 0 && <optgroup label="Not run yet">{begun.map((key) => <option key={key} value={key}>{shortName(key)}</option>)}</optgroup>}
        </select>
      </span>
      <IconButton label="New operator" size="s" aria-pressed={chosen === null} onClick={onNew}><Plus /></IconButton>
    </div>
  );
}

/** The name alone where the namespace has the same one. */
function shortName(key: string): string {
  const [namespace, name] = key.split('/');
  return namespace === name ? key.slice(key.indexOf('/') + 1) : key;
}
