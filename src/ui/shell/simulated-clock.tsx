import { useState } from 'react';
import type { ClockView } from '../../worker/protocol.ts';
import { clockTimeTenths, fullTime } from '../panels/clock-time.ts';
import type { ClusterState } from '../store/cluster-store.ts';
import { useCluster } from '../store/session.ts';
import { speedLabel, waitPhrase } from './wait-phrase.ts';

const TENTH_MS = 100;

/** Selects the clock as it can be read: the same object until a tenth of a second has passed, or something else is to be said. */
function readableClock(): (state: ClusterState) => ClockView {
  let shown: ClockView | null = null;
  return ({ clock }) => {
    const isSame = shown !== null && Math.floor(shown.atMs / TENTH_MS) === Math.floor(clock.atMs / TENTH_MS) && shown.pace === clock.pace
      && shown.paused === clock.paused && shown.waiting?.label === clock.waiting?.label && shown.waiting?.dueAtMs === clock.waiting?.dueAtMs;
    return isSame && shown ? shown : (shown = clock);
  };
}

/**
 * The simulated time to the tenth, how fast it runs, and what it waits for. A status that keeps silent: it changes many times a
 * second, so screen readers read it only when asked.
 */
export function SimulatedClock() {
  const [toRead] = useState(readableClock);
  const clock = useCluster(toRead);
  const living = useCluster((state) => state.living);
  if (!living) return <div className="k-clock" aria-hidden />;
  const { mood, text, left } = waitPhrase(clock);
  return (
    <div className="k-clock" role="status" aria-live="off" aria-label="Simulated time" title={`${fullTime(clock.atMs)}, ${text}${left}`}>
      <span className="k-clock-time">
        <time dateTime={new Date(clock.atMs).toISOString()}>{clockTimeTenths(clock.atMs)}</time>
        {!clock.paused && clock.pace === 'adaptive' && <span className="k-clock-speed"> {speedLabel(clock.speed)}</span>}
      </span>
      <span className="k-clock-wait" data-mood={mood}><span>{text}</span>{left && <span>{left}</span>}</span>
    </div>
  );
}
