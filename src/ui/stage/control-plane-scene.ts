import type { ControlPlaneView } from '../../worker/protocol.ts';
import type { Arrangement, LinkShape, Point, Rect, StationName, StationShape, Tank } from './scene-model.ts';
import { groupedNumber } from './words.ts';

/** Beyond this many nodes a line to each would be a thicket; the line to all of them stays. */
const MOST_NODE_LINES = 40;

/** The three stations with what they are doing. */
export function stationShapes(plan: Arrangement, view: ControlPlaneView | null): readonly StationShape[] {
  const station = (name: StationName, title: string, component: StationShape['component'], state: StationShape['state'], detail: string): StationShape =>
    ({ name, title, component, state, detail, ...plan.stations[name] });
  const all = view?.controllers.length ?? 0;
  const stopped = view?.stoppedControllers.length ?? 0;
  const controllers = view && !view.controllerManager ? 'stopped' : stopped > 0 ? 'partly' : 'running';
  const working = stopped > 0 ? `${all - stopped} of ${all} running` : `${all} running`;
  return [
    station('controllers', 'controllers', 'kube-controller-manager', controllers, controllers === 'stopped' ? 'stopped' : view?.controllerQueue ? `${view.controllerQueue} in queue` : working),
    station('api', 'API server', 'kube-apiserver', view && !view.apiServer ? 'stopped' : 'running', apiDetail(view)),
    station('scheduler', 'scheduler', 'kube-scheduler', view && !view.scheduler ? 'stopped' : 'running', schedulerDetail(view)),
  ];
}

function apiDetail(view: ControlPlaneView | null): string {
  if (view?.apiServer === false) return view.etcd ? 'stopped' : 'etcd is down';
  return `rv ${groupedNumber(view?.resourceVersion ?? 0)}`;
}

function schedulerDetail(view: ControlPlaneView | null): string {
  if (view?.scheduler === false) return 'stopped';
  return view?.schedulerQueue ? `${groupedNumber(view.schedulerQueue)} in queue` : 'queue empty';
}

/** The lines between stations and to the nodes. */
export function linkShapes(plan: Arrangement, stations: readonly StationShape[], tanks: ReadonlyMap<string, Tank>): readonly LinkShape[] {
  const stateOf = (name: StationName): LinkShape['state'] => (stations.some((station) => (station.name === name || station.name === 'api') && station.state === 'stopped') ? 'idle' : 'whole');
  const links: LinkShape[] = [
    { id: 'controllers', points: controllersRoute(plan), state: stateOf('controllers') },
    { id: 'scheduler', points: schedulerRoute(plan), state: stateOf('scheduler') },
  ];
  if (tanks.size === 0 || tanks.size > MOST_NODE_LINES) return [...links, { id: 'nodes', points: busRoute(plan), state: stateOf('api') }];
  for (const tank of tanks.values()) {
    const state = tank.node.partitioned ? 'cut' : tank.node.powered ? stateOf('api') : 'idle';
    links.push({ id: `node/${tank.name}`, points: nodeRoute(plan, tank.rect), state });
  }
  return links;
}

const middleOf = (rect: Rect): Point => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });

function controllersRoute({ stations: { api, controllers } }: Arrangement): readonly Point[] {
  return [{ x: api.x, y: middleOf(api).y }, { x: controllers.x + controllers.width, y: middleOf(controllers).y }];
}

function schedulerRoute({ stations: { api, scheduler } }: Arrangement): readonly Point[] {
  return [{ x: api.x + api.width, y: middleOf(api).y }, { x: scheduler.x, y: middleOf(scheduler).y }];
}

function busRoute({ stations: { api }, busY }: Arrangement): readonly Point[] {
  const x = middleOf(api).x;
  return [{ x, y: api.y + api.height }, { x, y: busY }];
}

/** From the API server down, along under the lane, and down between the columns to the tank. */
export function nodeRoute(plan: Arrangement, tank: Rect): readonly Point[] {
  const centre = tank.x + tank.width / 2;
  const start = busRoute(plan);
  if (tank.y <= plan.firstRowY + 1) return [...start, { x: centre, y: plan.busY }, { x: centre, y: tank.y }];
  const gutter = tank.x - plan.gap / 2;
  const above = tank.y - plan.gap / 2;
  return [...start, { x: gutter, y: plan.busY }, { x: gutter, y: above }, { x: centre, y: above }, { x: centre, y: tank.y }];
}

/** The way of a message, from sender to receiver; `null` for a node that is not on the stage. */
export function messageRoute(plan: Arrangement, from: string, to: string): readonly Point[] | null {
  if (to === 'api') return routeFromApi(plan, from)?.toReversed() ?? null;
  if (from === 'api') return routeFromApi(plan, to);
  return null;
}

/** The name of the node behind `node/<name>`. */
export function nodeNamed(end: string): string {
  return end.startsWith('node/') ? end.slice('node/'.length) : end;
}

function routeFromApi(plan: Arrangement, end: string): readonly Point[] | null {
  const { api } = plan.stations;
  switch (end) {
    case 'controllers': return controllersRoute(plan);
    case 'scheduler': return schedulerRoute(plan);
    case 'you': return [{ x: middleOf(api).x, y: api.y }, { x: middleOf(api).x, y: 0 }];
    default: {
      const tank = plan.tanks.get(nodeNamed(end));
      return tank ? nodeRoute(plan, tank) : null;
    }
  }
}
