import { lazy, Suspense, type ReactNode } from 'react';
import { Stage } from '../stage/stage.tsx';
import { useCluster } from '../store/session.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { LessonStrip } from './lesson-strip.tsx';
import { Starting } from './starting.tsx';

const EditorPanel = lazy(() => import('../editor/editor-panel.tsx'));
const Inspector = lazy(() => import('../panels/inspector.tsx').then((module) => ({ default: module.Inspector })));
const BottomPanel = lazy(() => import('../panels/bottom-panel.tsx').then((module) => ({ default: module.BottomPanel })));

/* The page's four parts, each a named region with a boundary of its own. */
export function EditorPart() {
  return (
    <Part title="The editor"><EditorPanel /></Part>
  );
}

export function StagePart() {
  const living = useCluster((state) => state.living);
  return (
    <div id="stage" className="k-middle" tabIndex={-1}>
      {living && <LessonStrip />}
      <div className="k-stage-place">
        <ErrorBoundary part="The stage">{living ? <Stage /> : <Starting />}</ErrorBoundary>
      </div>
    </div>
  );
}

export function InspectorPart() {
  return <Part label="Inspector" title="The inspector"><Inspector /></Part>;
}

export function BottomPart() {
  return <Part label="Events and resources" title="The tables"><BottomPanel /></Part>;
}

interface PartProps {
  /** accessible name, when the part does not bring its own. */
  readonly label?: string;
  /** how the part is called when it stops. */
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ label, title, children }: PartProps) {
  const Tag = label ? 'section' : 'div';
  return <Tag className="k-part" aria-label={label}><ErrorBoundary part={title}><Suspense fallback={<PartToCome />}>{children}</Suspense></ErrorBoundary></Tag>;
}

/** The tab row's place, empty, so that nothing moves when the part arrives. */
function PartToCome() {
  return <div className="k-part-to-come" aria-hidden />;
}
