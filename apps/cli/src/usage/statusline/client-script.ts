import { quote, toStatusSpoolLines } from '../../hooks/client-scripts.ts';
import { burnSuffix, contextColors, type StatuslineStyle } from './statusline-style.ts';

export interface ClientPlaces {
  keptFile: string;
  spool: string;
}

/**
 * A POSIX shell script that prints the status line without starting any program: it takes Claude Code's JSON apart
 * by words, leaves it in `spool` for the daemon, and reads what the daemon keeps in `keptFile`. It waits for nobody.
 */
export function toClientScript({ keptFile, spool }: ClientPlaces, style: StatuslineStyle): string {
  const { color, low, medium, burnRate } = style;
  return `#!/bin/sh
# The status line of belfry for Claude Code. Written by: belfry usage statusline --install-client
LC_ALL=C
kept=${quote(keptFile)}

json=
while read -r line || [ -n "$line" ]; do
  json=$json$line
  line=
done

# For belfry, which knows context and limits from here only.
${toStatusSpoolLines(spool, 'claude')}

# Keys and values, split where objects and members begin; the object they stand in is remembered.
model= id= cost= tokens= used= five= seven= object=
set -f
IFS=',{}'
for field in $json; do
  value=\${field#*:}
  value=\${value# }
  case $field in
    *'"display_name"'*) value=\${value#\\"} model=\${value%\\"} ;;
    *'"model"'*) object=model ;;
    *'"cost"'*) object=cost ;;
    *'"context_window"'*) object=context ;;
    *'"five_hour"'*) object=five ;;
    *'"seven_day"'*) object=seven ;;
    *'"id"'*) [ "$object" = model ] && value=\${value#\\"} id=\${value%\\"} ;;
    *'"total_cost_usd"'*) cost=$value ;;
    *'"total_input_tokens"'*) tokens=$value ;;
    *'"used_percentage"'*)
      case $object in
        context) used=$value ;;
        five) five=$value ;;
        seven) seven=$value ;;
      esac ;;
  esac
done
IFS=' '

# Sets n to a number, or to nothing.
number() {
  n=$1
  case $n in *[!0-9.eE+-]* | *[eE]*) n= ;; esac
}

number "$cost"
printf '%s | $%.2f session' "\${model:-\${id:-Claude}}" "\${n:-0}"

if [ -r "$kept" ] && read -r format pid today block until burn mark < "$kept" &&
  [ "$format" = belfry1 ] && kill -0 "$pid" 2> /dev/null; then
  if [ "$block" = - ]; then
    printf ' / %s today / no block' "$today"
  else
    printf ' / %s today / %s block until %s' "$today" "$block" "$until"
  fi
  case $mark in
    normal) suffix=${quote(burnSuffix('normal', burnRate))} ;;
    moderate) suffix=${quote(burnSuffix('moderate', burnRate))} ;;
    high) suffix=${quote(burnSuffix('high', burnRate))} ;;
    *) suffix= ;;
  esac
  [ "$burn" = - ] || printf ' | %s%s' "$burn" "$suffix"
  note=
else
  note=' | belfry is not running'
fi

number "$used"
p=$n
if [ -n "$p" ]; then
  number "$tokens"
  rest=\${n%%.*}
  digits=
  while [ "\${#rest}" -gt 3 ]; do
    head=\${rest%???}
    digits=,\${rest#"$head"}$digits
    rest=$head
  done
  context="\${rest:-0}$digits tokens"${
    color
      ? `
  c=${contextColors.red}
  [ "\${p%%.*}" -lt ${Math.ceil(medium)} ] && c=${contextColors.yellow}
  [ "\${p%%.*}" -lt ${Math.ceil(low)} ] && c=${contextColors.green}
  printf ' | \\033[%sm%s (%.0f%%)\\033[0m' "$c" "$context" "$p"`
      : `
  printf ' | %s (%.0f%%)' "$context" "$p"`
  }
fi

number "$five"
quota=' |'
[ -n "$n" ] && printf '%s 5h %.0f%%' "$quota" "$n" && quota=
number "$seven"
[ -n "$n" ] && printf '%s 7d %.0f%%' "$quota" "$n"
printf '%s\\n' "$note"
`;
}
