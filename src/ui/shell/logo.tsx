/** The mark: a cell with water in it. Decorative; the name stands beside it. */
export function Logo() {
  return (
    <svg className="k-logo" viewBox="0 0 24 24" aria-hidden focusable="false">
      <path d="M12 1.8 20.8 6.9v10.2L12 22.2 3.2 17.1V6.9Z" fill="none" stroke="var(--accent)" strokeWidth="1.8" strokeLinejoin="round" />
      <path d="M5.4 12.2c2.2-1.5 4.4 1.3 6.6 0s4.4-1.3 6.6 0v3.7L12 19.7l-6.6-3.8Z" fill="var(--accent)" />
      <circle cx="9" cy="9.2" r="1" fill="var(--accent)" />
      <circle cx="13.3" cy="7.6" r="1.3" fill="var(--accent)" opacity=".6" />
    </svg>
  );
}
