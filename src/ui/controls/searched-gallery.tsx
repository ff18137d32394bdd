import { useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import './searched-gallery.css';

interface SearchedGalleryProps<Item> {
  readonly className: string;
  /** accessible name of the search field. */
  readonly label: string;
  readonly placeholder: string;
  /** what one item is called, to count them. */
  readonly noun: string;
  /** what to try when nothing is found. */
  readonly hint: string;
  find(query: string): readonly Item[];
  /** Enter takes the only one that is found. */
  onTake(item: Item): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  children(found: readonly Item[]): ReactNode;
}

/** Things to choose from under a search field that stays in sight; whoever types sees the first that are found. */
export function SearchedGallery<Item>({ className, label, placeholder, noun, hint, find, onTake, onKeyDown, children }: SearchedGalleryProps<Item>) {
  const [query, setQuery] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const found = find(query);
  const words = query.trim();
  const search = (text: string): void => {
    setQuery(text);
    place.current?.scrollIntoView({ block: 'start' });
  };
  const takeOnlyOne = (event: FormEvent): void => {
    event.preventDefault();
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) onTake(only);
  };
  return (
    <div ref={place} className={className} onKeyDown={onKeyDown}>
      <form role="search" onSubmit={takeOnlyOne}>
        <input
          className="k-gallery-search" type="search" aria-label={label} placeholder={placeholder}
          value={query} onChange={(event) => search(event.target.value)} enterKeyHint="search"
        />
      </form>
      <p className="k-unseen" role="status">{words === '' ? '' : `${found.length} ${found.length === 1 ? noun : `${noun}s`}`}</p>
      {children(found)}
      {found.length === 0 && <p className="k-gallery-none">No {noun} mentions “{words}”. {hint}</p>}
    </div>
  );
}
