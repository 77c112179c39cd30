/** Options of `statusline`; `true` stands for an optional value that was left out. */
export interface StatuslineFlags {
  visualBurnRate?: BurnRateStyle;
  costSource?: CostSource;
  contextLowThreshold?: string | true;
  contextMediumThreshold?: string | true;
  timezone?: string;
  color?: boolean;
  json?: boolean;
  printClient?: boolean;
  installClient?: string | true;
  config?: string;
}

export type BurnRateStyle = 'off' | 'emoji' | 'text' | 'emoji-text';
/** `cc`: as Claude Code says · `ccusage`: as counted · `auto`: the first, else the second. */
export type CostSource = 'auto' | 'ccusage' | 'cc' | 'both';
