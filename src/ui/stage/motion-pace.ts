import type { ClockView } from '../../worker/protocol.ts';
import { MOST_FLIGHTS, type MotionPace } from './motion.ts';
import type { Picture } from './paint-model.ts';

/* Simulated seconds a second. */
const FASTEST_FLIGHTS = 20;
const SLOWEST_STRETCH = 4;
const FLIGHTS_IN_CROWD = 24;

/** How motion is to be at the clock's pace. In adaptive time, things change only while a person can follow, and what it slows down is apart already. */
export function paceOf(clock: ClockView, reduced: boolean, mode: Picture['mode']): MotionPace {
  const speed = clock.pace === 'adaptive' ? Math.min(Math.max(1, clock.speed), FASTEST_FLIGHTS) : clock.pace;
  return {
    style: reduced || speed > FASTEST_FLIGHTS ? 'fade' : 'fly',
    most: mode === 'canvas' ? FLIGHTS_IN_CROWD : MOST_FLIGHTS,
    stretch: speed < 1 ? Math.min(SLOWEST_STRETCH, 1 / Math.max(speed, 0.01)) : 1,
  };
}
