const SCALARS = {
  string: 'string',
  boolean: 'boolean',
  int32: 'number',
  int64: 'number',
  double: 'number',
  time: 'Time',
  microTime: 'MicroTime',
  quantity: 'Quantity',
  bytes: 'Base64',
  intOrString: 'IntOrString',
  any: 'unknown',
};

const ALIASES = `/** An amount such as \`100m\`, \`1.5\`, \`64Mi\` or \`12e6\`. */
export type Quantity = string;
/** RFC 3339 in seconds: \`2026-01-05T10:00:00Z\`. */
export type Time = string;
/** RFC 3339 in microseconds: \`2026-01-05T10:00:00.250000Z\`. */
export type MicroTime = string;
/** Bytes in standard base64. */
export type Base64 = string;
/** A number such as \`1\`, or a string such as \`25%\` or \`http\`. */
export type IntOrString = number | string;
`;

/** The text of `types.ts`: one readonly interface a model, shaped as on the wire. */
export function typesSource(models, header) {
  return `${header}\n${ALIASES}\n${models.map(interfaceSource).join('\n')}\n${rootModelsSource(models)}`;
}

function rootModelsSource(models) {
  const lines = models.filter((model) => model.root).map((model) => `  readonly ${model.name}: ${model.name};\n`);
  return `/** The kinds that stand on their own, by the name of their model. */\nexport interface RootModels {\n${lines.join('')}}\n`;
}

function interfaceSource(model) {
  const comment = firstSentence(model.description);
  const fields = model.fields.map((field) => `  readonly ${propertyName(field.name)}${field.required ? '' : '?'}: ${fieldSource(model, field)};\n`);
  return `${comment ? `/** ${comment} */\n` : ''}export interface ${model.name} {\n${fields.join('')}}\n`;
}

/** `x-kubernetes-int-or-string` must be quoted. */
function propertyName(name) {
  return /^[\w$]+$/.test(name) ? name : `'${name}'`;
}

function fieldSource(model, field) {
  if (model.root && field.name === 'apiVersion') return `'${model.root.apiVersion}'`;
  if (model.root && field.name === 'kind') return `'${model.root.kind}'`;
  return typeSource(field.type);
}

function typeSource(type) {
  if (type.kind === 'ref') return type.model;
  if (type.kind === 'array') return `readonly ${typeSource(type.of)}[]`;
  if (type.kind === 'map') return `Readonly<Record<string, ${typeSource(type.of)}>>`;
  return SCALARS[type.kind];
}

function firstSentence(text) {
  const sentence = /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
  return sentence.replaceAll(/\s+/g, ' ').replaceAll('*/', '*\\/');
}
