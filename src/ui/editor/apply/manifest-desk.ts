import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApplyOutcome, ApplyProblem, FieldChange, ReplyData } from '../../../worker/protocol.ts';
import { actingAs } from '../../store/current-user.ts';
import { messageOf, type Session } from '../../store/session.ts';
import type { EditorProblem, ShownProblems } from '../code/problem-lines.ts';
import { fieldHint } from '../completion/field-help.ts';
import { readManifest, type Manifest, type ManifestObject } from '../manifest/manifest.ts';

/** Texts beyond this many characters are read only when they are applied. */
export const LONGEST_CHECKED = 200_000;

/** What applying the text would do. */
export type Preview =
  | { readonly is: 'empty' }
  | { readonly is: 'unknown'; readonly because: string }
  | { readonly is: 'known'; readonly outcomes: readonly ApplyOutcome[]; readonly changes: readonly FieldChange[] };

/** What the last Apply did; forgotten when the text changes. */
export interface ApplyResult {
  /** kubectl's sentences: "deployment.apps/web configured". */
  readonly sentences: readonly string[];
  /** why nothing, or not everything, was applied. */
  readonly refusal: string;
}

export interface DeskState extends ShownProblems {
  readonly preview: Preview;
  readonly result: ApplyResult | null;
  readonly applying: boolean;
}

/** Reads, checks and applies the text of the editor. */
export interface ManifestDesk {
  readonly state: StoreApi<DeskState>;
  /** Finds out what applying `text` would do, and its problems. The newest text wins when replies overtake each other. */
  check(text: string): Promise<void>;
  /** Applies `text`, unless it has problems that can be seen without the cluster: then nothing is sent. */
  apply(text: string): Promise<void>;
  /** The text has changed: the last result no longer belongs to it. */
  forgetResult(): void;
}

const EMPTY: Preview = { is: 'empty' };

export function createManifestDesk(session: Pick<Session, 'host' | 'act'>): ManifestDesk {
  const state = createStore<DeskState>(() => ({ problems: [], whileTyping: true, preview: EMPTY, result: null, applying: false }));
  let newest = 0;
  let appliedText: string | null = null;

  async function check(text: string): Promise<void> {
    const turn = ++newest;
    // After an Apply, the words stay under every line until the text is changed.
    const whileTyping = text !== appliedText;
    if (text.length > LONGEST_CHECKED) {
      // What Apply found wrong with it stands until the text is changed.
      if (whileTyping) state.setState({ problems: [], whileTyping, preview: unknown('A text this long is checked when it is applied.') });
      return;
    }
    const manifest = readManifest(text);
    if (manifest.problems.length > 0 || manifest.objects.length === 0) {
      state.setState({ problems: textProblems(manifest), whileTyping, preview: EMPTY });
      return;
    }
    try {
      const objects = manifest.objects.map(({ object }) => object);
      const reply = await session.host.send({ type: 'preview-apply', objects, ...actingAs() });
      if (turn !== newest) return;
      const problems = serverProblems(reply.problems, manifest);
      state.setState({ problems, whileTyping, preview: { is: 'known', outcomes: reply.outcomes, changes: reply.changes } });
    } catch (error) {
      if (turn === newest) state.setState({ problems: [], whileTyping, preview: unknown(isUnreachable(error) ? 'The API server does not answer: nothing to compare with.' : messageOf(error)) });
    }
  }

  async function apply(text: string): Promise<void> {
    if (state.getState().applying) return;
    newest++;
    appliedText = text;
    const manifest = readManifest(text);
    if (manifest.problems.length > 0) {
      const count = manifest.problems.length;
      const refusal = `Nothing was applied: the text has ${count === 1 ? 'a problem' : `${count} problems`}.`;
      state.setState({ problems: textProblems(manifest), whileTyping: false, preview: EMPTY, result: { sentences: [], refusal } });
      return;
    }
    if (manifest.objects.length === 0) {
      state.setState({ problems: [], preview: EMPTY, result: { sentences: [], refusal: 'There is nothing to apply: the text holds no objects.' } });
      return;
    }
    state.setState({ applying: true, result: null });
    try {
      finish(await session.act({ type: 'apply', objects: manifest.objects.map(({ object }) => object) }), manifest);
    } catch (error) {
      state.setState({ applying: false, result: { sentences: [], refusal: refusalFor(error) } });
    }
  }

  function finish(reply: ReplyData['act'], manifest: Manifest): void {
    const problems = serverProblems(reply.problems, manifest);
    const sentences = reply.outcomes.map((outcome) => outcome.sentence);
    const refused = new Set(reply.problems.map((problem) => problem.document)).size;
    const refusal = refused === 0 ? '' : refusalOf(refused, manifest.objects.length);
    state.setState({ applying: false, problems, whileTyping: false, result: { sentences, refusal } });
  }

  return { state, check, apply, forgetResult: () => { if (state.getState().result) state.setState({ result: null }); } };
}

function refusalOf(refused: number, objects: number): string {
  if (objects === 1) return 'The API server refused it; the cluster is unchanged.';
  return refused === objects ? 'The API server refused every object.' : `The API server refused ${refused} of ${objects} objects; nothing was applied.`;
}

/** kubectl's words when nobody answers. */
function isUnreachable(error: unknown): boolean {
  return messageOf(error).startsWith('The connection to the server ');
}

function refusalFor(error: unknown): string {
  return isUnreachable(error) ? `${messageOf(error)} Nothing was applied: start the API server, then apply again.` : messageOf(error);
}

function unknown(because: string): Preview {
  return { is: 'unknown', because };
}

function textProblems(manifest: Manifest): EditorProblem[] {
  return manifest.problems.map(({ from, to, line, message }) => ({ from, to, line, message, hint: '' }));
}

function serverProblems(problems: readonly ApplyProblem[], manifest: Manifest): EditorProblem[] {
  return problems.map((problem) => placed(problem, manifest.objects)).sort((a, b) => a.from - b.from);
}

/** A server's problem at its place in the text. What is said of a field's name stands at the name, all else at the value. */
function placed(problem: ApplyProblem, objects: readonly ManifestObject[]): EditorProblem {
  const target = objects[problem.document];
  if (!target) return { from: 0, to: 0, line: 1, message: problem.message, hint: '' };
  const place = target.positionOf(problem.path);
  const aboutName = /^(strict decoding error: )?unknown field\b/.test(problem.message);
  const hint = aboutName ? fieldHint(String(target.object.apiVersion), String(target.object.kind), problem.path) : '';
  const range = aboutName ? { from: place.keyFrom, to: place.keyTo } : { from: place.from, to: place.to };
  return { ...range, line: place.line, message: problem.message, hint };
}
