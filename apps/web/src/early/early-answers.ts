/** Answers that were asked for before the page's own scripts were there, by address; the window carries them over. */
interface EarlyWindow {
  belfryEarly?: Map<string, Promise<Response>>;
}

/** An answer nobody has taken for so long is of another time. */
const keptMs = 5000;

export function askEarly(url: string): void {
  const answer = fetch(url, { headers: { accept: 'application/json' } });
  // Whoever takes it hears of a failure; nobody may.
  answer.catch(() => {});
  const host = window as EarlyWindow;
  host.belfryEarly ??= new Map();
  host.belfryEarly.set(url, answer);
  setTimeout(() => takeEarly(url), keptMs);
}

/** The answer asked for early, once. */
export function takeEarly(url: string): Promise<Response> | undefined {
  const asked = (window as EarlyWindow).belfryEarly;
  const answer = asked?.get(url);
  asked?.delete(url);
  return answer;
}
