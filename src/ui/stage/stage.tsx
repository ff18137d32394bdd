import { CircleHelp, Maximize, Minus, Plus } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import type { ObjectReference } from '../../engine/api/reference.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { MenuHeading, PointMenu } from '../controls/menu.tsx';
import { OfferItems } from '../shell/break-menu.tsx';
import { useSession, type Session } from '../store/session.ts';
import { EmptyStage } from './empty-stage.tsx';
import type { Target } from './hit-test.ts';
import type { Point, Rect } from './scene-model.ts';
import { listenToKeyboard } from './stage-keyboard.ts';
import { listenToPointer } from './stage-pointer.ts';
import { labelOf, referenceOf } from './stage-target.ts';
import { createStageView, type StageView } from './stage-view.ts';
import './stage.css';

const HoverCard = lazy(() => import('./hover-card.tsx').then((module) => ({ default: module.HoverCard })));
const Legend = lazy(() => import('./legend.tsx').then((module) => ({ default: module.Legend })));

interface OpenMenu {
  readonly at: Point;
  readonly label: string;
  /** `null`: what can be done to the cluster as a whole. */
  readonly reference: ObjectReference | null;
}

interface OpenCard {
  readonly target: Target;
  readonly place: Rect;
}

/** The cluster as a living picture: control plane, lane of waiting pods, nodes as tanks with their pods. */
export function Stage() {
  const session = useSession();
  const root = useRef<HTMLElement>(null);
  const back = useRef<SVGSVGElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const front = useRef<SVGSVGElement>(null);
  const twins = useRef<HTMLDivElement>(null);
  const view = useRef<StageView | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [card, setCard] = useState<OpenCard | null>(null);
  const [legendOpen, setLegendOpen] = useState(false);
  const helpId = useId();
  const legendId = useId();

  useEffect(() => {
    if (!root.current || !back.current || !canvas.current || !front.current || !twins.current) return;
    const stage = createStageView({ root: root.current, back: back.current, canvas: canvas.current, front: front.current, twins: twins.current }, session);
    view.current = stage;
    const stop = listen(stage, session, root.current, { setMenu, setCard });
    return () => {
      stop();
      stage.destroy();
      view.current = null;
    };
  }, [session]);

  return (
    <section ref={root} className="k-stage" aria-label="Cluster" aria-describedby={helpId}>
      <svg ref={back} className="k-stage-layer" aria-hidden focusable={false} />
      <canvas ref={canvas} className="k-stage-layer" aria-hidden />
      <svg ref={front} className="k-stage-layer" aria-hidden focusable={false} />
      <div ref={twins} className="k-twins" />
      <p id={helpId} className="k-unseen">Arrow keys move between nodes and pods. Enter selects, Shift and F10 opens what can be done, f brings it close.</p>
      <EmptyStage />
      <div className="k-stage-controls" role="group" aria-label="View" data-no-pan data-own-pointer>
        <IconButton size="s" label="Legend" aria-expanded={legendOpen} aria-controls={legendOpen ? legendId : undefined} onClick={() => setLegendOpen(!legendOpen)}><CircleHelp /></IconButton>
        <IconButton size="s" label="Zoom out" shortcut="-" onClick={() => view.current?.zoomOut()}><Minus /></IconButton>
        <IconButton size="s" label="Zoom in" shortcut="+" onClick={() => view.current?.zoomIn()}><Plus /></IconButton>
        <IconButton size="s" label="Show the whole cluster" shortcut="0" onClick={() => view.current?.fit()}><Maximize /></IconButton>
      </div>
      <Suspense>
        {legendOpen && (
          <Legend
            id={legendId}
            onEmphasise={(workload) => view.current?.emphasise(workload)}
            onSelect={({ kind, namespace, name }) => session.select({ kind, namespace, name })}
          />
        )}
      </Suspense>
      <Suspense>{card && <HoverCard target={card.target} place={card.place} />}</Suspense>
      <PointMenu at={menu?.at ?? null} label={menu?.label ?? ''} onClose={() => setMenu(null)}>
        {menu && <MenuHeading>{menu.label}</MenuHeading>}
        {menu && <OfferItems reference={menu.reference} />}
      </PointMenu>
    </section>
  );
}

interface Overlays {
  setMenu(menu: OpenMenu): void;
  setCard(card: OpenCard | null): void;
}

/** Connects pointer and keyboard to the stage. Returns how to disconnect. */
function listen(stage: StageView, session: Session, element: HTMLElement, { setMenu, setCard }: Overlays): () => void {
  const choose = (target: Target | null): void => session.select(target && referenceOf(target));
  const openMenu = (target: Target | null, at: Point): void => {
    setCard(null);
    stage.emphasise(null);
    setMenu({ at, label: target ? labelOf(target) : 'The cluster', reference: target && referenceOf(target) });
  };
  const menuOf = (key: string): void => {
    const target = stage.targetOfKey(key);
    if (!target) return;
    const place = stage.screenPlace(target);
    openMenu(target, { x: place.x + place.width / 2, y: place.y + Math.min(place.height / 2, 40) });
  };
  const onDeed = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-deed]') : null;
    const node = button?.dataset['node'];
    if (!button || node === undefined) return;
    event.stopImmediatePropagation();
    void session.act({ type: 'fault', fault: button.dataset['deed'] === 'power-on-node' ? 'power-on-node' : 'power-off-node', target: { node } });
  };
  element.addEventListener('click', onDeed);
  const stopPointer = listenToPointer({
    element,
    targetOf: (event) => targetOf(stage, event),
    onChoose: choose,
    onFocus: (target) => stage.focus(target),
    onMenu: openMenu,
    onHover(target, at) {
      const place = target && stage.screenPlace(target);
      stage.emphasise(target?.kind === 'pod' ? target.cell.pod.workload : null);
      setCard(target && place ? { target, place: target.kind === 'node' ? { x: at.x, y: at.y - 8, width: 0, height: 24 } : place } : null);
    },
  });
  const stopKeyboard = listenToKeyboard({
    element,
    onArrow: (direction, from) => stage.step(from, direction),
    onChoose: (key) => choose(stage.targetOfKey(key)),
    onMenu: menuOf,
    onFocus: (key) => stage.focus(stage.targetOfKey(key)),
    onZoom: (step) => (step === 'fit' ? stage.fit() : step === 'in' ? stage.zoomIn() : stage.zoomOut()),
  });
  return () => {
    element.removeEventListener('click', onDeed);
    stopPointer();
    stopKeyboard();
  };
}

/** A small twin says itself what it stands for; over a node's twin there may be pods without twins of their own. */
function targetOf(stage: StageView, event: { readonly target: EventTarget | null; readonly clientX: number; readonly clientY: number }): Target | null {
  const twin = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-twin]') : null;
  const own = twin?.dataset['twin'] ? stage.targetOfKey(twin.dataset['twin']) : null;
  if (own && own.kind !== 'node') return own;
  return stage.targetAt(event.clientX, event.clientY) ?? own;
}
