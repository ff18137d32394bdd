export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** what it points at, best first; the first that is on the screen is taken. */
  readonly targets: readonly string[];
  /** the deed that takes the step, as its button Next does. */
  readonly takenBy?: 'kill';
}

export const TOUR_STEPS: readonly TourStep[] = [
  {
    title: 'Kill a node',
    takenBy: 'kill',
    text: 'Its heart stops, and nobody is told. Watch how the cluster notices, and what it does about its pods.',
    targets: ['#stage button[aria-label^="Kill "]', '#stage [role="button"][aria-label^="Kill "]', '#stage [role="group"]'],
  },
  {
    title: 'Say what you want',
    text: 'Change the replicas and apply. The controllers see the difference and close it, one pod at a time.',
    targets: ['[data-side="left"]:not([inert]) .k-stepper', '[data-side="left"]:not([inert])', '[data-tour-foot="editor"]'],
  },
  {
    title: 'Ask why',
    text: 'Select any pod or node. Here stands what led to it, step by step, and why it runs where it runs.',
    targets: ['[data-side="right"]:not([inert]) [role="tablist"]', '[data-side="right"]:not([inert])', 'button[aria-label="Show right panel"]', '[data-tour-foot="inspect"]'],
  },
];
