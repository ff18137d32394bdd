import { useId, useState, type FormEvent } from 'react';
import { Button } from '../controls/button.tsx';
import { nameProblems, operatorName, pluralOf, type OperatorNames } from './operator-names.ts';
import { begin } from './operator-texts.ts';
import { startingObjects } from './starting-objects.ts';
import { PROPOSED_GROUP, STARTING_POINTS, type StartingPoint } from './starting-points.ts';

export interface NewOperatorProps {
  /** keys that are taken. */
  readonly taken: readonly string[];
  /** told when one has been begun. */
  onBegun(): void;
  /** absent where there is nothing to go back to. */
  readonly onCancel?: () => void;
}

/** Begins an operator: what it is to do, and what its kind is called. Nothing is in the cluster before it is run. */
export function NewOperator({ taken, onBegun, onCancel }: NewOperatorProps) {
  const [chosen, setChosen] = useState<StartingPoint | undefined>(STARTING_POINTS[0]);
  const [names, setNames] = useState<OperatorNames>(proposed(STARTING_POINTS[0]));
  const [isTold, setTold] = useState(false);
  const id = useId();
  const problems = nameProblems(names);
  const key = `${operatorName(names.kind)}/${operatorName(names.kind)}`;
  const clash = taken.includes(key) ? `There is an operator of that name, ${operatorName(names.kind)}: open it, or take another kind.` : undefined;
  const said = { ...problems, ...(clash && !problems.kind ? { kind: clash } : {}) };

  const pick = (point: StartingPoint): void => {
    setChosen(point);
    setNames((before) => ({ ...proposed(point), group: before.group }));
    setTold(false);
  };
  const change = (part: Partial<OperatorNames>): void => setNames((before) => {
    const followed = part.kind !== undefined && before.plural === pluralOf(before.kind) ? { plural: pluralOf(part.kind) } : {};
    return { ...before, ...part, ...followed };
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTold(true);
    if (!chosen || Object.keys(said).length > 0) return;
    begin(key, chosen.code(names), startingObjects(chosen, names));
    onBegun();
  };

  return (
    <form className="k-op-new" aria-label="New operator" noValidate onSubmit={submit}>
      <fieldset className="k-op-points">
        <legend>Start from</legend>
        {STARTING_POINTS.map((point) => (
          <label key={point.id} className="k-op-point">
            <input type="radio" name={`${id}-point`} checked={chosen === point} onChange={() => pick(point)} />
            <span><b>{point.title}</b> <span>{point.purpose}</span></span>
          </label>
        ))}
      </fieldset>
      <div className="k-op-names">
        <Field id={`${id}-kind`} label="Kind" value={names.kind} problem={isTold ? said.kind : undefined} onChange={(kind) => change({ kind })} />
        <Field id={`${id}-plural`} label="Plural" value={names.plural} problem={isTold ? said.plural : undefined} onChange={(plural) => change({ plural })} />
        <Field id={`${id}-group`} label="Group" value={names.group} problem={isTold ? said.group : undefined} onChange={(group) => change({ group })} />
      </div>
      <p className="k-quiet">Writes the kind, a service account with the least rights that do, the code, the Deployment that runs it, and a first object. You read it before it runs.</p>
      <div className="k-op-new-deeds">
        <Button type="submit" variant="primary">Write it</Button>
        {onCancel && <Button variant="quiet" onClick={onCancel}>Cancel</Button>}
      </div>
    </form>
  );
}

function proposed(point: StartingPoint | undefined): OperatorNames {
  const kind = point?.kind ?? '';
  return { kind, group: PROPOSED_GROUP, plural: pluralOf(kind) };
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  onChange(value: string): void;
}

function Field({ id, label, value, problem, onChange }: FieldProps) {
  return (
    <div className="k-op-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id} className="k-search" value={value} spellCheck={false} autoCapitalize="off" autoComplete="off"
        aria-invalid={problem !== undefined} aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      {problem !== undefined && <p id={`${id}-problem`} className="k-op-wrong" role="alert">{problem}</p>}
    </div>
  );
}
