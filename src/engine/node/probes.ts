import { isStarted } from './container-status.ts';
import { behaviourAt, podWait, type KubeletContext } from './kubelet-context.ts';
import type { ProbeKind } from './machines.ts';
import { nextOutcomeChangeMs, probeOutcome, type ProbeSpec } from './probe-outcome.ts';
import { NO_PROBES, specOf, type ContainerSpec, type Machine, type PodRecord, type ProbeState } from './state.ts';

export interface Prober {
  /** The container's process has started. */
  begin(machine: Machine, record: PodRecord, index: number): void;
  /** It has been running for long: all its probes have succeeded. */
  takeAsSucceeded(record: PodRecord, index: number): void;
  end(record: PodRecord, index: number): void;
  /** Outcomes may differ from what was foreseen: overrides, annotations or the spec changed. */
  reconsider(machine: Machine, record: PodRecord, index: number): void;
  /** One attempt is due. */
  attempt(machine: Machine, record: PodRecord, index: number, kind: ProbeKind): void;
}

export interface ProberCallbacks {
  /** A container became ready or unready, or started. */
  changed(machine: Machine, record: PodRecord): void;
  /** A startup or liveness probe reached its failure threshold. */
  failed(machine: Machine, record: PodRecord, index: number, kind: ProbeKind, probe: ProbeSpec): void;
}

export const PROBE_HANDLER = 'kubelet.probe';
/** How long the first attempt takes to come without an initial delay: the kubelet looks at its containers once a second. */
const FIRST_ATTEMPT_MS = 1000;
const PROBE_KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];
const TITLES: Readonly<Record<ProbeKind, string>> = { readiness: 'Readiness', liveness: 'Liveness', startup: 'Startup' };

/**
 * Runs probes: attempts come at `initialDelaySeconds` after the start and every `periodSeconds` from then. A probe that succeeds
 * is attempted again only when its outcome can have changed, which behaviours foretell: a healthy container has no pending event.
 * Source: pkg/kubelet/prober/worker.go.
 */
export function createProber(context: KubeletContext, callbacks: ProberCallbacks): Prober {
  const { kernel } = context;

  function begin(machine: Machine, record: PodRecord, index: number): void {
    const container = record.containers[index];
    const spec = specOf(record, index);
    if (!container || !spec) return;
    container.probes = NO_PROBES;
    if (spec.startupProbe) add(machine, record, index, spec, 'startup');
    else beginOthers(machine, record, index, spec);
  }

  /** Readiness and liveness wait for the startup probe. */
  function beginOthers(machine: Machine, record: PodRecord, index: number, spec: ContainerSpec): void {
    add(machine, record, index, spec, 'readiness');
    add(machine, record, index, spec, 'liveness');
  }

  function add(machine: Machine, record: PodRecord, index: number, spec: ContainerSpec, kind: ProbeKind): void {
    const probe = probeOf(spec, kind);
    const container = record.containers[index];
    if (!probe || container?.current?.startedMs === undefined) return;
    const firstMs = container.current.startedMs + Math.max((probe.initialDelaySeconds ?? 0) * 1000, FIRST_ATTEMPT_MS);
    const state: ProbeState = { kind, baseMs: Math.max(firstMs, kernel.now()), lastTick: -1, result: 'unknown', lastOk: false, run: 0, event: 0 };
    container.probes = container.probes.concat(state);
    schedule(machine, record, index, probe, state);
  }

  function ask(record: PodRecord, index: number, kind: ProbeKind, probe: ProbeSpec): ReturnType<typeof probeOutcome> | undefined {
    const behaviour = behaviourAt(record, index);
    const container = specOf(record, index);
    const startedMs = record.containers[index]?.current?.startedMs;
    if (!behaviour || !container || startedMs === undefined) return undefined;
    const overridden = record.failing?.includes(kind) ?? false;
    return probeOutcome({ behaviour, container, probe, kind, elapsedMs: kernel.now() - startedMs, address: record.ip ?? '', overridden });
  }

  function schedule(machine: Machine, record: PodRecord, index: number, probe: ProbeSpec, state: ProbeState): void {
    const container = record.containers[index];
    const startedMs = container?.current?.startedMs;
    const behaviour = behaviourAt(record, index);
    kernel.cancel(state.event);
    state.event = 0;
    if (container?.state !== 'running' || container.stopping || startedMs === undefined || !behaviour) return;
    if (state.kind === 'startup' && state.result === 'success') return;
    const nowMs = kernel.now();
    const periodMs = periodOf(probe);
    let tick = Math.max(state.lastTick + 1, Math.ceil((nowMs - state.baseMs) / periodMs));
    const changeMs = nextOutcomeChangeMs(behaviour, nowMs - startedMs);
    const isSettled = state.result === (state.lastOk ? 'success' : 'failure');
    const wouldSucceed = isSettled && ask(record, index, state.kind, probe)?.ok === true;
    if (wouldSucceed && state.lastOk) {
      if (changeMs === undefined) return;
      tick = Math.max(tick, Math.ceil((startedMs + changeMs - state.baseMs) / periodMs));
    }
    // A failure that nothing will mend by itself is attempted on, but nobody waits for it.
    const routine = isSettled && !state.lastOk && !wouldSucceed && (changeMs === undefined || (record.failing?.includes(state.kind) ?? false));
    const data = [machine.spec.name, record.uid, index, state.kind];
    const wait = podWait(`${state.kind} probe`, record);
    state.event = kernel.schedule(state.baseMs + tick * periodMs - nowMs, PROBE_HANDLER, data, routine ? { routine } : wait ? { wait } : {});
  }

  function attempt(machine: Machine, record: PodRecord, index: number, kind: ProbeKind): void {
    const container = record.containers[index];
    const spec = specOf(record, index);
    const state = container?.probes.find((candidate) => candidate.kind === kind);
    const probe = spec && probeOf(spec, kind);
    if (!container || !state || !spec || !probe) return;
    state.event = 0;
    state.lastTick = Math.round((kernel.now() - state.baseMs) / periodOf(probe));
    const outcome = ask(record, index, kind, probe);
    if (!outcome) return;
    state.run = state.lastOk === outcome.ok ? state.run + 1 : 1;
    state.lastOk = outcome.ok;
    if (!outcome.ok) context.tell(machine, record, 'Warning', 'Unhealthy', `${TITLES[kind]} probe failed: ${outcome.message}`, index);
    const threshold = (outcome.ok ? probe.successThreshold : probe.failureThreshold) ?? (outcome.ok ? 1 : 3);
    const result = outcome.ok ? 'success' : 'failure';
    const isNews = state.run >= threshold && state.result !== result;
    state.run = Math.min(state.run, threshold);
    if (isNews) {
      state.result = result;
      if (result === 'failure' && kind !== 'readiness') {
        callbacks.failed(machine, record, index, kind, probe);
        return;
      }
      if (kind === 'startup') beginOthers(machine, record, index, spec);
      if (kind !== 'liveness') callbacks.changed(machine, record);
    }
    schedule(machine, record, index, probe, state);
  }

  return {
    begin,
    takeAsSucceeded(record, index) {
      const container = record.containers[index];
      const spec = specOf(record, index);
      if (!container || !spec) return;
      const kinds = PROBE_KINDS.filter((kind) => probeOf(spec, kind));
      container.probes = kinds.map((kind): ProbeState => ({ kind, baseMs: kernel.now(), lastTick: 0, result: 'success', lastOk: true, run: 1, event: 0 }));
    },
    end(record, index) {
      const container = record.containers[index];
      if (!container) return;
      for (const { event } of container.probes) kernel.cancel(event);
      container.probes = NO_PROBES;
    },
    reconsider(machine, record, index) {
      const container = record.containers[index];
      const spec = specOf(record, index);
      if (container?.state !== 'running' || !spec) return;
      for (const state of container.probes) {
        const probe = probeOf(spec, state.kind);
        if (probe && (state.kind !== 'startup' || !isStarted(container, spec))) schedule(machine, record, index, probe, state);
      }
    },
    attempt,
  };
}

export function probeOf(spec: ContainerSpec, kind: ProbeKind): ProbeSpec | undefined {
  if (kind === 'readiness') return spec.readinessProbe;
  return kind === 'liveness' ? spec.livenessProbe : spec.startupProbe;
}

function periodOf(probe: ProbeSpec): number {
  return Math.max(1, probe.periodSeconds ?? 10) * 1000;
}
