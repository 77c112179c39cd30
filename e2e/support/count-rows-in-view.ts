/**
 * Runs in the page: at how many of three places down the transcript's pane a row is drawn, a frame after the last
 * scroll. By geometry, because a list that scrolls takes no pointer.
 */
export async function countRowsInView(): Promise<number> {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const view = document.querySelector('.script')?.getBoundingClientRect();
  if (view === undefined) return 0;
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
    .filter((row) => row.checkVisibility({ visibilityProperty: true }))
    .map((row) => row.getBoundingClientRect());
  return [0.15, 0.5, 0.85].filter((part) => {
    const y = view.top + view.height * part;
    // A few pixels between two rows are theirs.
    return rows.some(({ top, bottom }) => top - 12 <= y && y <= bottom + 12);
  }).length;
}
