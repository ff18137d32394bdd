/** Where menus and tooltips are put: within the page's main landmark, so that no content lies outside of all landmarks. */
export function overlayPlace(): HTMLElement | undefined {
  return document.querySelector('main') ?? undefined;
}
