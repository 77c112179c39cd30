/** Whether this keyboard has a command key, for the caps that are printed. */
export const isMac = /mac|iphone|ipad/i.test(navigator.platform);
