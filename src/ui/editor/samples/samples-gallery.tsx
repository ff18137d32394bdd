import { useId, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { showToast } from '../../controls/toast-store.ts';
import { usePreferences } from '../../store/preferences.ts';
import { useEditorText } from '../editor-text.ts';
import { findSamples, SAMPLES, type Sample, type SampleGroup } from './samples.ts';
import './samples-gallery.css';

/** Manifests to start from, with a search. Opening one replaces the text; the toast and the editor's own undo bring it back. */
export function SamplesGallery() {
  const [query, setQuery] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const found = findSamples(query);
  const groups = [...new Set(found.map((sample) => sample.group))];
  const filter = (words: string): void => {
    setQuery(words);
    place.current?.scrollIntoView({ block: 'start' });
  };
  const openOnlyOne = (event: FormEvent): void => {
    event.preventDefault();
    const [only, ...others] = found;
    if (only && others.length === 0) openSample(only);
  };
  return (
    <div ref={place} className="k-samples" onKeyDown={moveAmongSamples}>
      <form role="search" onSubmit={openOnlyOne}>
        <input
          className="k-samples-search" type="search" aria-label="Find a sample" placeholder={`Find one of ${SAMPLES.length} samples, e.g. probe`}
          value={query} onChange={(event) => filter(event.target.value)} enterKeyHint="search"
        />
      </form>
      <p className="k-unseen" role="status">{query.trim() === '' ? '' : `${found.length} ${found.length === 1 ? 'sample' : 'samples'}`}</p>
      {groups.map((group) => <Group key={group} group={group} samples={found.filter((sample) => sample.group === group)} />)}
      {found.length === 0 && <p className="k-samples-none">No sample mentions “{query.trim()}”. Try a kind or a field, such as Service or livenessProbe.</p>}
    </div>
  );
}

/** The up and down keys walk from the search to the samples and from one to the next. */
function moveAmongSamples(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.k-samples-search, .k-sample')];
  const next = stops[stops.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  next.focus();
  event.preventDefault();
}

function Group({ group, samples }: { readonly group: SampleGroup; readonly samples: readonly Sample[] }) {
  const heading = useId();
  return (
    <section className="k-samples-group" aria-labelledby={heading}>
      <h2 id={heading}>{group}</h2>
      <ul>
        {samples.map((sample) => (
          <li key={sample.file}>
            <button type="button" className="k-sample" onClick={() => openSample(sample)}>
              <span className="k-sample-title">{sample.title}</span>
              <span className="k-sample-purpose">{sample.purpose}</span>
              <span className="k-sample-kinds">{kindsOf(sample.text)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function kindsOf(text: string): string {
  return [...new Set([...text.matchAll(/^kind: (\w+)$/gm)].map((match) => match[1]))].join(' · ');
}

function openSample(sample: Sample): void {
  const { text, source, open } = useEditorText.getState();
  open(sample.text, sample.file);
  usePreferences.getState().set({ editorTab: 'editor' });
  if (text === null || text.trim() === '' || text === sample.text) return;
  showToast(`Opened “${sample.title}”. Apply it to see it run.`, { action: { label: 'Undo', onSelect: () => open(text, source) } });
}
