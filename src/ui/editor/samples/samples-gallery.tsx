import { useId, type KeyboardEvent } from 'react';
import { SearchedGallery } from '../../controls/searched-gallery.tsx';
import { showToast } from '../../controls/toast-store.ts';
import { usePreferences } from '../../store/preferences.ts';
import { useEditorText } from '../editor-text.ts';
import { findSamples, SAMPLES, type Sample, type SampleGroup } from './samples.ts';
import './samples-gallery.css';

/** Manifests to start from, with a search. Opening one replaces the text; the toast and the editor's own undo bring it back. */
export function SamplesGallery() {
  return (
    <SearchedGallery
      className="k-samples" label="Find a sample" placeholder={`Find one of ${SAMPLES.length} samples, e.g. probe`} noun="sample"
      hint="Try a kind or a field, such as Service or livenessProbe." find={findSamples} onTake={openSample} onKeyDown={moveAmongSamples}
    >
      {(found) => [...new Set(found.map((sample) => sample.group))].map((group) => (
        <Group key={group} group={group} samples={found.filter((sample) => sample.group === group)} />
      ))}
    </SearchedGallery>
  );
}

/** The up and down keys walk from the search to the samples and from one to the next. */
function moveAmongSamples(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.k-gallery-search, .k-sample')];
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
