/**
 * Every duration of the simulation with its real default, in milliseconds, and where it comes from. Speed is the clock's
 * business: nothing here is ever changed to make watching comfortable.
 */
export const DEFAULT_TIMINGS = {
  /** kubelet `nodeLeaseDurationSeconds` 40, renewed every quarter of it (pkg/kubelet/apis/config/v1beta1/defaults.go). */
  leaseDurationMs: 40_000,
  leaseRenewIntervalMs: 10_000,
  /** kubelet `nodeStatusUpdateFrequency` and `nodeStatusReportFrequency`. */
  nodeStatusUpdateMs: 10_000,
  nodeStatusReportMs: 300_000,
  /** kube-controller-manager `--node-monitor-period`, `--node-monitor-grace-period` (50 s since 1.32), `--node-startup-grace-period`. */
  nodeMonitorPeriodMs: 5_000,
  nodeMonitorGracePeriodMs: 50_000,
  nodeStartupGracePeriodMs: 60_000,
  /** DefaultTolerationSeconds admission: not-ready and unreachable, NoExecute. */
  defaultTolerationMs: 300_000,
  /** kube-controller-manager `--node-eviction-rate` 0.1 and `--secondary-node-eviction-rate` 0.01, as periods. */
  evictionPeriodMs: 10_000,
  secondaryEvictionPeriodMs: 100_000,
  /** pod garbage collector's period and quarantine of orphaned pods (pkg/controller/podgc/gc_controller.go). */
  podGcPeriodMs: 20_000,
  podGcQuarantineMs: 40_000,
  /** from the deletion of a namespace to the first look at its contents (pkg/controller/namespace/namespace_controller.go). */
  namespaceDeletionGraceMs: 5_000,
  /** container restart back-off: 10 s doubling to 300 s, reset after 10 min of running (kubelet `MaxContainerBackOff`). */
  restartBackOffInitialMs: 10_000,
  restartBackOffMaxMs: 300_000,
  restartBackOffResetMs: 600_000,
  imageBackOffInitialMs: 10_000,
  imageBackOffMaxMs: 300_000,
  /** the kubelet's look at what is left of its resources, how long a pressure counts on, and its poll for what it evicted (pkg/kubelet/eviction). */
  evictionMonitoringPeriodMs: 10_000,
  evictionPressureTransitionMs: 300_000,
  evictionCleanupPollMs: 1_000,
  /** the grace of a pod that is evicted for a hard threshold (immediateEvictionGracePeriodSeconds). */
  evictionGraceMs: 1_000,
  /** default terminationGracePeriodSeconds of a pod. */
  terminationGraceMs: 30_000,
  /** workqueue's exponential back-off per key: 5 ms doubling to 1000 s (client-go DefaultTypedControllerRateLimiter). */
  queueBackOffInitialMs: 5,
  queueBackOffMaxMs: 1_000_000,
  /** scheduler queue: `podInitialBackoffSeconds` 1, `podMaxBackoffSeconds` 10, unschedulable pods flushed after 5 min. */
  schedulerBackOffInitialMs: 1_000,
  schedulerBackOffMaxMs: 10_000,
  schedulerUnschedulableFlushMs: 300_000,
  /** Events live one hour (kube-apiserver `--event-ttl`). */
  eventTtlMs: 3_600_000,
  /** deployment progressDeadlineSeconds default. */
  progressDeadlineMs: 600_000,
  /** a DaemonSet's failed pods on one node are deleted again after 1 s doubling to 15 min (cmd/kube-controller-manager startDaemonSetController). */
  daemonSetBackOffInitialMs: 1_000,
  daemonSetBackOffMaxMs: 900_000,
  /** changes of a Job's pods are answered together after this long; failed pods are replaced after 10 s doubling to 10 min (pkg/controller/job). */
  jobSyncBatchMs: 1_000,
  jobBackOffInitialMs: 10_000,
  jobBackOffMaxMs: 600_000,
  /** how long after its time a CronJob is looked at, for clocks that disagree (pkg/controller/cronjob nextScheduleDelta). */
  cronJobScheduleDeltaMs: 100,

  /*
   * Latencies of components, as seen on a small healthy cluster. Kubernetes names no constants for these; they only decide in
   * which millisecond things happen.
   */
  /** a watch event to the reconcile it leads to. */
  controllerReactionMs: 10,
  schedulerReactionMs: 5,
  /** one scheduling cycle with its bind. */
  schedulingCycleMs: 2,
  kubeletReactionMs: 20,
  /** creating the pod sandbox and its network. */
  sandboxCreateMs: 400,
  containerCreateMs: 120,
  containerStartMs: 180,
  /** one request of a component to the API server. */
  apiLatencyMs: 2,
  /** bytes a second a node pulls images with: 400 Mbit/s. */
  imagePullBytesPerSecond: 50_000_000,
  /** asking a registry for a manifest, or learning that there is none. */
  registryRoundTripMs: 350,
  /** a machine from power-on to its kubelet's first heartbeat. */
  nodeBootMs: 12_000,
} as const satisfies Readonly<Record<string, number>>;

export type Timings = { readonly [K in keyof typeof DEFAULT_TIMINGS]: number };
