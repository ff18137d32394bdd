/** The text of `descriptions.json`: `{ Model: { "": about the model, field: about the field } }`, fields without a text left out. */
export function descriptionsSource(models) {
  const descriptions = {};
  for (const model of models) {
    const texts = { '': model.description };
    for (const field of model.fields) if (field.description) texts[field.name] = field.description;
    descriptions[model.name] = texts;
  }
  return `${JSON.stringify(descriptions, null, 1)}\n`;
}
