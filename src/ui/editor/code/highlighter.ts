import { tagHighlighter, tags } from '@lezer/highlight';

/** The colours of YAML. */
export const HIGHLIGHTER = tagHighlighter([
  { tag: tags.definition(tags.propertyName), class: 'k-syntax-key' },
  { tag: [tags.content, tags.string, tags.special(tags.string)], class: 'k-syntax-value' },
  { tag: [tags.lineComment, tags.blockComment], class: 'k-syntax-comment' },
  { tag: [tags.labelName, tags.typeName, tags.keyword], class: 'k-syntax-anchor' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace, tags.meta], class: 'k-syntax-mark' },
]);
