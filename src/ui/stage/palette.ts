/** The design tokens as the canvas needs them: colours that are values, not names. */
export interface Palette {
  readonly hues: readonly string[];
  readonly onHue: string;
  readonly tank: string;
  readonly water: string;
  readonly waterLine: string;
  readonly waterDead: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly memory: string;
  readonly ink: string;
  readonly accent: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly ready: string;
  readonly waiting: string;
  readonly failing: string;
  readonly leaving: string;
  readonly fontUi: string;
  readonly fontMono: string;
}

const HUES = 8;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    hues: Array.from({ length: HUES }, (_, index) => token(`hue-${index}`)),
    onHue: token('on-hue'), tank: token('tank'), water: token('water'), waterLine: token('water-line'), waterDead: token('water-dead'),
    line: token('line'), lineStrong: token('line-strong'), memory: token('memory'), ink: token('ink'), accent: token('accent'), ink2: token('ink-2'), ink3: token('ink-3'),
    ready: token('ready'), waiting: token('waiting'), failing: token('failing'), leaving: token('leaving'),
    fontUi: token('font-ui'), fontMono: token('font-mono'),
  };
}
