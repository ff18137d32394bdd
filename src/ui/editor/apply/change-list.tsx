import { BreakableText } from './breakable-text.tsx';
import type { FieldLine, ObjectChanges } from './change-summary.ts';

/** What applying would do to each object: field by field, the live value and under it the one in the text. */
export function ChangeList({ objects }: { readonly objects: readonly ObjectChanges[] }) {
  return (
    <section className="k-changes" aria-label="Changes against the live objects" tabIndex={0}>
      {objects.map((object) => (
        <div key={object.key} className="k-changes-object">
          <h3 className="k-changes-title">{object.title}{object.verdict === 'created' && <span className="k-changes-new">new</span>}</h3>
          {object.fields.length > 0 && (
            <dl className="k-changes-fields">
              {object.fields.map((field) => <Field key={field.path} field={field} />)}
            </dl>
          )}
        </div>
      ))}
    </section>
  );
}

function Field({ field }: { readonly field: FieldLine }) {
  return (
    <div className="k-change">
      <dt className="k-change-path"><BreakableText text={field.path} /></dt>
      {field.before !== null && <dd className="k-change-before"><span className="k-unseen">live: </span><del>{field.before}</del></dd>}
      {field.after !== null && <dd className="k-change-after"><span className="k-unseen">in the text: </span><ins>{field.after}</ins></dd>}
    </div>
  );
}
