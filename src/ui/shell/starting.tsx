import './starting.css';

/** What stands in the stage's place until the first frame: the tanks' outlines, where the tanks will be. */
export function Starting() {
  return (
    <div className="k-starting" role="status">
      <p className="k-starting-text">Starting the cluster…</p>
      <div className="k-starting-plane" aria-hidden><i /><i /><i /></div>
      <div className="k-starting-lane" aria-hidden />
      <div className="k-starting-tanks" aria-hidden><i /><i /><i /></div>
    </div>
  );
}
