import { type Clock, type Logger, toBelfryError } from '@belfry/core';
import { refreshPrices } from '@belfry/pricing';

/** Looked at far more often than prices are fetched: the time of the last attempt outlives the daemon. */
const lookMs = 60 * 60 * 1000;

/** Fetches prices once a day while that is wanted. */
export interface PriceRefresh {
  /** Turns it on or off; on looks at once. */
  set(isWanted: boolean): void;
  stop(): void;
}

export function createPriceRefresh(options: {
  path: string;
  clock: Clock;
  logger: Logger;
  /** There are newer prices. */
  onRefreshed(): void;
}): PriceRefresh {
  const { path, clock, logger, onRefreshed } = options;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    try {
      if (!(await refreshPrices({ path, clock }))) return;
      logger.info('prices refreshed');
      onRefreshed();
    } catch (thrown) {
      logger.warn('prices not refreshed', { error: toBelfryError(thrown).message });
    }
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    set(isWanted) {
      if (!isWanted) return stop();
      if (timer !== undefined) return;
      timer = setInterval(() => void look(), lookMs);
      timer.unref();
      void look();
    },
    stop,
  };
}
