import { useEffect, useMemo, useRef, useState } from 'react';
import type { JsonObject } from '../../engine/json.ts';
import { Button } from '../controls/button.tsx';
import { lineText, yamlLines, yamlText, type YamlLine } from './yaml-lines.ts';
import { withoutNoise } from './yaml-noise.ts';
import './yaml-panel.css';

/** How long "Copied" stands on the button. Wall time. */
const COPIED_MS = 1_500;

/** The live object as YAML, as kubectl prints it. A line whose value changes lights up for a moment. */
export function YamlPanel({ object }: { readonly object: JsonObject | null }) {
  const [quiet, setQuiet] = useState(true);
  const lines = useMemo(() => (object ? yamlLines(quiet ? withoutNoise(object) : object) : []), [object, quiet]);
  const changed = useChangedLines(lines, quiet);
  if (!object) return <p className="k-quiet">The object is deleted; there is nothing left to show.</p>;
  return (
    <div className="k-yaml">
      <div className="k-panel-tools">
        <label className="k-check"><input type="checkbox" checked={quiet} onChange={() => setQuiet(!quiet)} /> Hide managed fields</label>
        <CopyButton text={() => yamlText(lines)} />
      </div>
      <pre className="k-yaml-text" tabIndex={0} role="region" aria-label="Object as YAML">
        {lines.map((line) => <Line key={changed.paths.has(line.path) ? `${line.path} ${changed.serial}` : line.path} line={line} flash={changed.paths.has(line.path)} />)}
      </pre>
    </div>
  );
}

function Line({ line, flash }: { readonly line: YamlLine; readonly flash: boolean }) {
  // Long values wrap under their own start, so the space before them is part of the line.
  const hang = line.indent + 2;
  return (
    <span className="k-yaml-line" data-flash={flash} style={{ paddingInlineStart: `${hang}ch`, textIndent: `${-hang}ch` }}>
      {' '.repeat(line.indent)}
      {line.tokens.map((token, index) => <span key={index} className={`k-yaml-${token.kind}`}>{token.text}</span>)}
      {'\n'}
    </span>
  );
}

interface ChangedLines {
  readonly paths: ReadonlySet<string>;
  /** counts the changes, so that a line that changes twice lights up twice. */
  readonly serial: number;
}

/** The lines whose value is another than before. Nothing has changed when other fields are shown (`view`). */
function useChangedLines(lines: readonly YamlLine[], view: unknown): ChangedLines {
  const before = useRef<{ readonly view: unknown; readonly texts: ReadonlyMap<string, string> } | null>(null);
  const [changed, setChanged] = useState<ChangedLines>({ paths: new Set(), serial: 0 });
  useEffect(() => {
    const texts = new Map(lines.map((line) => [line.path, lineText(line)]));
    const old = before.current;
    before.current = { view, texts };
    if (!old || old.view !== view || old.texts.size === 0) return;
    const paths = new Set([...texts].filter(([path, text]) => old.texts.get(path) !== text).map(([path]) => path));
    if (paths.size > 0) setChanged(({ serial }) => ({ paths, serial: serial + 1 }));
  }, [lines, view]);
  return changed;
}

function CopyButton({ text }: { readonly text: () => string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), COPIED_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  return (
    <Button size="s" onClick={() => void copy()}>
      <span aria-live="polite">{state === 'copied' ? 'Copied' : state === 'refused' ? 'The browser refused' : 'Copy'}</span>
    </Button>
  );
}
