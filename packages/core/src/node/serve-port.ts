import { BelfryError } from '../errors.ts';
import { isPortTaken, listenOnFirstFree } from './find-port.ts';
import { describePortHolder, readPortHolder } from './port-holder.ts';

export interface ServePortOptions {
  host: string;
  port: number;
  /** The user asked for this very port, so another one would not do. */
  isExplicit: boolean;
}

/**
 * Listens on the default port or the next free one, on a port the user gave or not at all.
 * @throws BELFRY_PORT_TAKEN naming who has it
 */
export async function listenForServe<T>(
  listen: (port: number) => Promise<T>,
  { host, port, isExplicit }: ServePortOptions,
): Promise<T> {
  try {
    return await listenOnFirstFree(listen, { port, exact: isExplicit });
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    const holder = await readPortHolder(host, port);
    throw new BelfryError('BELFRY_PORT_TAKEN', `Port ${port} is taken by ${describePortHolder(holder)}.`, {
      cause: error,
      hint: isExplicit
        ? 'Choose another port, or leave the port out and belfry finds a free one.'
        : 'The 99 ports after it are taken too. Choose a port with --port.',
      data: { port, ...holder },
    });
  }
}
