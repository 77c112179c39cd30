/** Timers as a port, so that tests decide when time passes. */
export interface Timers {
  /** Calls back once after `delayMs`; returns how to take it back. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
