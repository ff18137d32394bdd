import { clockTimeTenths, fullTime } from '../panels/clock-time.ts';
import { useCluster } from '../store/session.ts';
import { speedLabel, waitPhrase } from './wait-phrase.ts';

/**
 * The simulated time to the tenth, how fast it runs, and what it waits for. A status that keeps silent: it changes many times a
 * second, so screen readers read it only when asked.
 */
export function SimulatedClock() {
  const clock = useCluster((state) => state.clock);
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
