/** On every answer of a belfry server, with its version; tells it from a foreign program on the port. */
export const belfryHeader = 'x-belfry';

/** Carries the page key with every mutation that is signed in by cookie. */
export const pageKeyHeader = 'x-belfry-key';
