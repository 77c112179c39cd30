const storageKey = 'belfry.reloaded-at';
const onceInMs = 30_000;

/**
 * A daemon that was upgraded under an open page no longer has the chunks the page names. The page is then
 * loaded anew, once; if that does not help, the error is shown where the chunk was wanted.
 */
export function reloadOnUpgrade(): void {
  addEventListener('vite:preloadError', (event) => {
    if (Date.now() - readReloadedAt() < onceInMs) return;
    event.preventDefault();
    try {
      sessionStorage.setItem(storageKey, String(Date.now()));
    } catch {
      // Without storage a loop could not be told from the first time.
      return;
    }
    location.reload();
  });
}

function readReloadedAt(): number {
  try {
    return Number(sessionStorage.getItem(storageKey) ?? 0);
  } catch {
    // Storage is blocked.
    return Date.now();
  }
}
