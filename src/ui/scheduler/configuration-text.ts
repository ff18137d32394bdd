import type { JsonObject } from '../../engine/json.ts';
import type { WhatIfView } from '../../worker/protocol.ts';
import type { ShownProblems } from '../editor/code/problem-lines.ts';
import { readManifest } from '../editor/manifest/manifest.ts';

type Problems = ShownProblems['problems'];

export type ConfigurationText = { readonly configuration: JsonObject; problemsAt(problems: WhatIfView['problems']): Problems } | { readonly problems: Problems; readonly refusal: string };

/** Reads the text of a configuration; what the scheduler says of it later is placed under the lines that it is about. */
export function readConfigurationText(text: string): ConfigurationText {
  const { objects, problems } = readManifest(text);
  const [only, another] = objects;
  if (problems.length > 0) return { problems: problems.map((problem) => ({ ...problem, hint: '' })), refusal: '' };
  if (!only) return { problems: [], refusal: 'Write a configuration, or open one to start from.' };
  if (another) {
    const { from, to, line } = another.positionOf([]);
    return { problems: [{ from, to, line, message: 'The scheduler has one configuration. Take away one of these documents.', hint: '' }], refusal: '' };
  }
  return {
    configuration: only.object,
    problemsAt: (found) => found.map(({ path, message }) => {
      const { from, to, line } = only.positionOf(path);
      return { from, to, line, message, hint: '' };
    }),
  };
}
