/** Carries the page key with every mutation that is signed in by cookie. */
export const pageKeyHeader = 'x-belfry-key';
