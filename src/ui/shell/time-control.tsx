import { ChevronDown, Pause, Play, StepForward } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Menu, MenuHeading, MenuRadioGroup } from '../controls/menu.tsx';
import { useCluster, useSession } from '../store/session.ts';
import type { Pace } from '../../worker/protocol.ts';
import { SimulatedClock } from './simulated-clock.tsx';
import { speedLabel } from './wait-phrase.ts';
import './time-control.css';

const ADAPTIVE = 'Slow while things change, fast while they wait';
const QUICK_SPEEDS: readonly number[] = [1, 60];
const SPEEDS: readonly number[] = [0.1, 0.5, 1, 5, 20, 60, 300, 1000];
const SPEED_ITEMS = [
  { value: 'adaptive', title: 'Adaptive', detail: ADAPTIVE },
  ...SPEEDS.map((speed) => ({ value: String(speed), title: speedLabel(speed), detail: speedDetail(speed) })),
];

function speedDetail(speed: number): string | undefined {
  if (speed === 1) return 'Real time';
  if (speed === 60) return 'A minute a second';
  return undefined;
}

/** Time in the middle of the top bar: pause, step, speed, the clock, and what it waits for. */
export function TimeControl({ compact = false }: { readonly compact?: boolean }) {
  const { host } = useSession();
  const paused = useCluster((state) => state.clock.paused);
  const pace = useCluster((state) => state.clock.pace);
  const living = useCluster((state) => state.living);
  const setPace = (chosen: Pace): void => void host.send({ type: 'set-pace', pace: chosen });
  return (
    <div className="k-time" role="group" aria-label="Time" data-compact={compact}>
      <div className="k-time-pill">
        <Button
          variant="quiet" className="k-time-pause" disabled={!living} aria-label={paused ? 'Resume' : 'Pause'}
          tip={paused ? 'Let time run' : 'Hold time'} shortcut="Space"
          onClick={() => void host.send({ type: 'set-paused', paused: !paused })}
        >
          {paused ? <Play /> : <Pause />}
        </Button>
        <Button variant="quiet" disabled={!living} aria-label="Step" tip="To the next event" shortcut="." onClick={() => void host.send({ type: 'step' })}>
          {compact ? <StepForward /> : 'Step'}
        </Button>
        {!compact && (
          <>
            <Button variant="quiet" aria-pressed={pace === 'adaptive'} disabled={!living} tip={ADAPTIVE} onClick={() => setPace('adaptive')}>Adaptive</Button>
            {QUICK_SPEEDS.map((speed) => (
              <Button key={speed} variant="quiet" className="k-time-quick" aria-pressed={pace === speed} disabled={!living} onClick={() => setPace(speed)}>
                {speedLabel(speed)}
              </Button>
            ))}
          </>
        )}
        <SpeedMenu pace={pace} compact={compact} onChoose={setPace} />
      </div>
      <SimulatedClock />
    </div>
  );
}

interface SpeedMenuProps {
  readonly pace: Pace;
  readonly compact: boolean;
  onChoose(pace: Pace): void;
}

function SpeedMenu({ pace, compact, onChoose }: SpeedMenuProps) {
  const other = pace !== 'adaptive' && (compact || !QUICK_SPEEDS.includes(pace));
  const shown = other ? speedLabel(pace) : compact ? 'Auto' : '';
  return (
    <Menu
      label="Speed"
      align="center"
      trigger={
        <Button variant="quiet" className="k-time-speeds" aria-label={`Speed ${shown}`.trim()} aria-pressed={other}>
          {shown}
          <ChevronDown />
        </Button>
      }
    >
      <MenuHeading>Simulated seconds a second</MenuHeading>
      <MenuRadioGroup
        label="Speed"
        value={String(pace)}
        items={SPEED_ITEMS}
        onValueChange={(value) => onChoose(value === 'adaptive' ? 'adaptive' : Number(value))}
      />
    </Menu>
  );
}
