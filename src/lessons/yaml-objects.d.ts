/** The documents of a manifest as plain objects, read when the page is built. */
declare module '*.yaml?objects' {
  const objects: readonly import('../engine/json.ts').JsonObject[];
  export default objects;
}
