import { PriceOverride } from '@belfry/pricing';
import Type, { type Static } from 'typebox';

/** `config.toml`. Every key is optional; unknown keys are warned about, not fatal. */
export const ConfigFile = Type.Object(
  {
    host: Type.Optional(
      Type.String({ minLength: 1, description: 'Address to listen on; loopback unless you know why not.' }),
    ),
    port: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 65535, description: 'Port to listen on; 0 lets the system choose.' }),
    ),
    base_path: Type.Optional(Type.String({ description: 'URL prefix behind a reverse proxy, e.g. `/belfry/`.' })),
    allowed_hosts: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Names besides loopback that a browser may use, e.g. of a reverse proxy.',
      }),
    ),
    trust_proxy: Type.Optional(Type.Boolean({ description: 'Believe X-Forwarded-* headers.' })),
    machine: Type.Optional(
      Type.String({ minLength: 1, description: 'Name of this machine in the archive; default: its host name.' }),
    ),
    rescan_seconds: Type.Optional(
      Type.Integer({
        minimum: 5,
        maximum: 3600,
        description: 'Seconds between stat-only re-scans that catch lost file events.',
      }),
    ),
    log_level: Type.Optional(
      Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')], {
        description: 'How much the daemon writes into its log: debug, info, warn or error.',
      }),
    ),
    pricing: Type.Optional(
      Type.Object(
        {
          refresh: Type.Optional(Type.Boolean()),
          models: Type.Optional(Type.Record(Type.String(), PriceOverride)),
        },
        {
          additionalProperties: false,
          description: '`refresh = true` fetches prices once a day; `[pricing.models."a name"]` sets input, output, ….',
        },
      ),
    ),
    alerts: Type.Optional(
      Type.Object(
        {
          quiet_hours: Type.Optional(Type.String()),
          quiet_but_urgent: Type.Optional(Type.Boolean()),
          rules: Type.Optional(
            Type.Record(
              Type.String(),
              Type.Object(
                {
                  on: Type.Optional(Type.Boolean()),
                  dwell_seconds: Type.Optional(Type.Number({ minimum: 0 })),
                  cooldown_seconds: Type.Optional(Type.Number({ minimum: 0 })),
                },
                { additionalProperties: Type.Number({ minimum: 0 }) },
              ),
            ),
          ),
        },
        {
          additionalProperties: false,
          description:
            '`quiet_hours = "22:00-07:00"`; `[alerts.rules.long-tool]` sets `on`, `dwell_seconds`, thresholds.',
        },
      ),
    ),
    roots: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.String()), {
        description: 'Further directories per agent: `claude = ["/mnt/old/.claude"]`.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ConfigFile = Static<typeof ConfigFile>;
