import { PLUGINS } from '../panels/scheduler-plugins.ts';

/** What each plugin does, with its formula, for whoever wonders which one to weigh otherwise. */
export function PluginGuide() {
  return (
    <details className="k-plugin-guide">
      <summary>What each plugin does</summary>
      <dl>
        {Object.entries(PLUGINS).map(([name, { filter, score, formula, besides }]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {filter && <p>{filter}</p>}
              {score && <p>{score}</p>}
              {formula && <p className="k-mono-note">{formula}</p>}
              {besides && <p>{besides}</p>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
