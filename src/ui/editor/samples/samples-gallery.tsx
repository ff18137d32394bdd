import { useState } from 'react';
import { showToast } from '../../controls/toast-store.ts';
import { usePreferences } from '../../store/preferences.ts';
import { useEditorText } from '../editor-text.ts';
import { findSamples, type Sample, type SampleGroup } from './samples.ts';
import './samples-gallery.css';

/** Manifests to start from, with a search. Opening one replaces the text; the toast and the editor's own undo bring it back. */
export function SamplesGallery() {
  const [query, setQuery] = useState('');
  const found = findSamples(query);
  const groups = [...new Set(found.map((sample) => sample.group))];
  return (
    <div className="k-samples">
      <input
        className="k-samples-search" type="search" aria-label="Search samples" placeholder="Search samples, e.g. probe"
        value={query} onChange={(event) => setQuery(event.target.value)}
      />
      <p className="k-unseen" role="status">{query === '' ? '' : `${found.length} samples`}</p>
      {groups.map((group) => <Group key={group} group={group} samples={found.filter((sample) => sample.group === group)} />)}
      {found.length === 0 && <p className="k-samples-none">No sample mentions “{query}”. Try a kind or a field, such as Service or livenessProbe.</p>}
    </div>
  );
}

function Group({ group, samples }: { readonly group: SampleGroup; readonly samples: readonly Sample[] }) {
  return (
    <section className="k-samples-group" aria-label={group}>
      <h2>{group}</h2>
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
