import { useEffect } from 'react';
import { useScenario } from '../shell/scenario.ts';
import { useEditorText } from './editor-text.ts';

/** Opens the scenario's manifest while the editor has no text: on the first visit, and when a scenario has been opened. */
export function useScenarioManifest(): void {
  const scenario = useScenario();
  const text = useEditorText((editor) => editor.text);
  useEffect(() => {
    if (text === null && scenario) useEditorText.getState().open(scenario.manifest);
  }, [scenario, text]);
}
