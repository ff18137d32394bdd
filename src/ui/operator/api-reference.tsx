import { API_CALLS, DECLARATION_FIELDS, SANDBOX_RULES, type ApiEntry } from './operator-api.ts';

/** What an operator's code can say and ask, and what holds for it. */
export function ApiReference() {
  return (
    <div className="k-op-reference">
      <section>
        <h2>operator({'{ … }'})</h2>
        <Entries entries={DECLARATION_FIELDS} prefix="" />
      </section>
      <section>
        <h2>api</h2>
        <Entries entries={API_CALLS} prefix="api." />
        <p>What is refused is thrown: an error with a message, and a reason such as “NotFound”, “Conflict” or “Forbidden”.</p>
      </section>
      <section>
        <h2>The sandbox</h2>
        <ul>{SANDBOX_RULES.map((rule) => <li key={rule}>{rule}</li>)}</ul>
      </section>
    </div>
  );
}

function Entries({ entries, prefix }: { readonly entries: readonly ApiEntry[]; readonly prefix: string }) {
  return (
    <dl>
      {entries.map(({ name, signature, meaning }) => (
        <div key={name}>
          <dt><code>{prefix}<b>{name}</b>{signature}</code></dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
