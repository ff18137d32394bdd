import { LayoutGrid } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { useView } from '../store/view.ts';
import { useScenario } from './scenario.ts';
import './lesson.css';

/** What the open scenario is about and what to try; for the Lesson tab at the left. */
export function LessonCard() {
  const scenario = useScenario();
  return (
    <section className="k-lesson" aria-label="Lesson">
      {scenario && (
        <>
          <p className="k-lesson-level">{scenario.level}</p>
          <h2 className="k-lesson-title">{scenario.title}</h2>
          <p className="k-lesson-summary">{scenario.summary}</p>
          <h3 className="k-lesson-try">Try</h3>
          <p>{scenario.try}</p>
        </>
      )}
      <div className="k-lesson-deeds">
        <Button onClick={() => useView.getState().set({ galleryOpen: true })}><LayoutGrid />All scenarios</Button>
      </div>
    </section>
  );
}
