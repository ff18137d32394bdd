import { Lightbulb, X } from 'lucide-react';
import { IconButton } from '../controls/icon-button.tsx';
import { usePreferences } from '../store/preferences.ts';
import { useScenario } from './scenario.ts';
import './lesson.css';

/** The open scenario's two sentences above the stage, until they are closed. */
export function LessonStrip() {
  const scenario = useScenario();
  const closed = usePreferences((preferences) => preferences.lessonClosed);
  const set = usePreferences((preferences) => preferences.set);
  if (!scenario || closed === scenario.id) return null;
  return (
    <section className="k-strip" aria-label="What to try">
      <Lightbulb aria-hidden />
      <p>{scenario.try}</p>
      <IconButton label="Close what to try" size="s" onClick={() => set({ lessonClosed: scenario.id })}><X /></IconButton>
    </section>
  );
}
