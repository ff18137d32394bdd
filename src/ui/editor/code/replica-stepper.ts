import { syntaxTree } from '@codemirror/language';
import { isolateHistory } from '@codemirror/commands';
import { Prec, type EditorState, type Range } from '@codemirror/state';
import { Decoration, EditorView, keymap, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { replicasField, step, type ReplicasField } from './stepper.ts';

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode'];

/** Buttons beside every `replicas:` number, and Alt-ArrowUp and Alt-ArrowDown on its line. Each step is one undo step. */
export function replicaStepper() {
  return [stepperButtons, stepperKeys];
}

class StepperWidget extends WidgetType {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  override eq(other: StepperWidget): boolean {
    return other.value === this.value;
  }
  toDOM(view: EditorView): HTMLElement {
    const group = document.createElement('span');
    group.className = 'k-stepper';
    group.setAttribute('role', 'group');
    group.append(button(view, 'Decrease replicas', '−', -1), button(view, 'Increase replicas', '+', 1));
    this.updateDOM(group);
    return group;
  }
  // Keeping the elements keeps the focus on the button that was pressed.
  override updateDOM(group: HTMLElement): boolean {
    group.setAttribute('aria-label', `Replicas, ${this.value}`);
    const decrease = group.firstElementChild;
    if (decrease) decrease.setAttribute('aria-disabled', String(this.value === 0));
    return true;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

function button(view: EditorView, label: string, sign: string, change: 1 | -1): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'k-stepper-button';
  element.setAttribute('aria-label', label);
  element.title = `${label} (${change > 0 ? 'Alt ↑' : 'Alt ↓'})`;
  element.textContent = sign;
  // The editor must not take the focus, nor the phone its keyboard up, for a press on the button.
  element.addEventListener('mousedown', (event) => event.preventDefault());
  element.addEventListener('click', () => {
    const line = view.state.doc.lineAt(view.posAtDOM(element));
    stepIn(view, line.from, line.to, change);
  });
  return element;
}

const stepperButtons = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.state) !== syntaxTree(update.startState)) {
        this.decorations = decorate(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const NUMBER = Decoration.mark({ class: 'k-replicas' });

function decorate(view: EditorView): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (const field of replicasIn(view.state, from, to)) {
      ranges.push(NUMBER.range(field.from, field.to));
      ranges.push(Decoration.widget({ widget: new StepperWidget(field.value), side: 1 }).range(field.to));
    }
  }
  return Decoration.set(ranges, true);
}

const stepperKeys = Prec.high(keymap.of([
  { key: 'Alt-ArrowUp', run: (view) => stepAtCursor(view, 1) },
  { key: 'Alt-ArrowDown', run: (view) => stepAtCursor(view, -1) },
]));

function stepAtCursor(view: EditorView, change: 1 | -1): boolean {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  return stepIn(view, line.from, line.to, change);
}

/** Steps the first `replicas` between the offsets. Says whether there is one. */
function stepIn(view: EditorView, from: number, to: number, change: 1 | -1): boolean {
  const [field] = replicasIn(view.state, from, to);
  if (!field) return false;
  const made = step(field, change);
  if (made) {
    view.dispatch({
      changes: { from: made.from, to: made.to, insert: made.insert },
      selection: { anchor: made.from + made.insert.length },
      userEvent: 'input.step',
      annotations: isolateHistory.of('full'),
    });
  }
  return true;
}

/** The `spec.replicas` numbers between the offsets, in the order of the text. */
function replicasIn(state: EditorState, from: number, to: number): ReplicasField[] {
  const fields: ReplicasField[] = [];
  syntaxTree(state).iterate({
    from, to,
    enter(node) {
      if (node.name !== 'Pair') return;
      const field = replicasOf(state, node.node);
      if (field) fields.push(field);
    },
  });
  return fields;
}

function replicasOf(state: EditorState, pair: SyntaxNode): ReplicasField | null {
  if (keyOf(state, pair) !== 'replicas' || keyOf(state, pair.parent?.parent ?? null) !== 'spec') return null;
  const value = pair.lastChild;
  return value?.name === 'Literal' ? replicasField(state.sliceDoc(value.from, value.to), value.from) : null;
}

function keyOf(state: EditorState, pair: SyntaxNode | null): string | null {
  const key = pair?.name === 'Pair' ? pair.getChild('Key') : null;
  return key ? state.sliceDoc(key.from, key.to) : null;
}
