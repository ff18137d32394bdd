import { ChevronDown, ChevronUp } from 'lucide-react';
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../controls/button.tsx';
import { ChangeList } from './change-list.tsx';
import { changesByObject, summarize } from './change-summary.ts';
import type { DeskState, ManifestDesk } from './manifest-desk.ts';
import { ProblemList } from './problem-list.tsx';
import type { EditorProblem } from '../code/problem-lines.ts';
import './apply-bar.css';

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const SHORTCUT = IS_MAC ? '⌘ ⏎' : 'Ctrl ⏎';
const SHORTCUT_SPOKEN = IS_MAC ? 'Meta+Enter' : 'Control+Enter';

export interface ApplyBarProps {
  readonly desk: ManifestDesk;
  apply(): void;
  /** brings the problem's place into view and puts the caret there. */
  goTo(problem: EditorProblem): void;
}

/** Under the text: the problems, what the last apply said, what the next one would change, and the button. */
export function ApplyBar({ desk, apply, goTo }: ApplyBarProps) {
  const state = useStore(desk.state);
  const [open, setOpen] = useState(false);
  const listId = useId();
  const { preview, problems, result } = state;
  const objects = preview.is === 'known' ? changesByObject(preview.outcomes, preview.changes) : [];
  const expandable = objects.length > 0 && problems.length === 0;
  const summary = summaryOf(state);
  return (
    <div className="k-apply">
      {problems.length > 0 && <ProblemList problems={problems} goTo={goTo} />}
      {open && expandable && <div id={listId}><ChangeList objects={objects} /></div>}
      <div className="k-apply-said" role="status">
        {result?.sentences.map((sentence, index) => <p key={index} className="k-apply-done">{sentence}</p>)}
        {result?.refusal && <p className="k-apply-refused">{result.refusal}</p>}
      </div>
      <div className="k-apply-row">
        <Button variant="primary" onClick={apply} aria-keyshortcuts={SHORTCUT_SPOKEN} aria-disabled={state.applying}>Apply</Button>
        <div className="k-apply-summary" aria-live="polite">
          {expandable ? (
            <button type="button" className="k-apply-toggle" aria-expanded={open} aria-controls={open ? listId : undefined} title="Compare with the live objects" onClick={() => setOpen(!open)}>
              <span className="k-apply-words">{summary}</span>{open ? <ChevronDown aria-hidden="true" /> : <ChevronUp aria-hidden="true" />}
            </button>
          ) : <span className="k-apply-words" title={summary}>{summary}</span>}
        </div>
        <kbd className="k-apply-shortcut" aria-hidden="true">{SHORTCUT}</kbd>
      </div>
    </div>
  );
}

function summaryOf({ applying, preview, problems }: DeskState): string {
  if (applying) return 'Applying…';
  if (problems.length > 0) return problems.length === 1 ? `1 problem, line ${problems[0]?.line ?? 1}` : `${problems.length} problems`;
  if (preview.is === 'unknown') return preview.because;
  return preview.is === 'known' ? summarize(preview.outcomes, preview.changes) : '';
}
