import { useEffect } from 'react';
import { manifests } from '../../lessons/manifests.ts';
import { useScenario } from '../shell/scenario.ts';
import { useEditorText } from './editor-text.ts';

/** Opens the scenario's manifest while the editor has no text: on the first visit, and when a scenario has been opened. */
export function useScenarioManifest(): void {
  const scenario = useScenario()?.id;
  const text = useEditorText((editor) => editor.text);
  useEffect(() => {
    const manifest = scenario === undefined ? undefined : manifests.get(scenario);
    if (text === null && manifest !== undefined) useEditorText.getState().open(manifest);
  }, [scenario, text]);
}
