/** The page's only style sheet. Both themes are chosen, none is the other inverted. */
export const STYLE = `
:root { color-scheme: light dark;
  --page: #f6f7f5; --card: #ffffff; --ink: #1d2421; --soft: #5d6863; --line: #e1e5e2; --quiet: #eef1ee;
  --good: #1f7a4d; --good-bg: #e3f3ea; --bad: #b3261e; --bad-bg: #fbe6e4; --none: #7a6a2d; --none-bg: #f6f0dc;
  --ack: #2463c9; --delivery: #b25a00; --fault: #8a4fa3; --bars: #9bb0a6; }
@media (prefers-color-scheme: dark) { :root {
  --page: #121614; --card: #1b211e; --ink: #e6ebe8; --soft: #9aa6a0; --line: #2c3430; --quiet: #222925;
  --good: #6fd39c; --good-bg: #17362a; --bad: #ff9b92; --bad-bg: #43201d; --none: #e0c878; --none-bg: #37311b;
  --ack: #7fb0ff; --delivery: #ffb366; --fault: #cf9be6; --bars: #51635a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 18px; margin: 40px 0 12px; }
p { margin: 4px 0; } ul { margin: 0; padding-left: 20px; } .soft { color: var(--soft); }
code { font: 13px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
header { display: flex; gap: 20px; align-items: center; } header div:last-child { min-width: 0; }
header .seal { flex: none; width: 64px; height: 64px; border-radius: 18px; display: grid; place-items: center; font-size: 34px; font-weight: 600; }
.not-proven .seal { background: var(--none-bg); color: var(--none); }
.held .seal { background: var(--good-bg); color: var(--good); } .broken .seal { background: var(--bad-bg); color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; margin: 24px 0 0; padding: 0; }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 12px 16px; }
.tiles dt { color: var(--soft); font-size: 13px; } .tiles dd { margin: 0; font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.tiles small { font-size: 12px; font-weight: 400; color: var(--soft); letter-spacing: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; } td, th { padding: 7px 12px 7px 0; vertical-align: top; }
tbody tr { border-top: 1px solid var(--line); } td.n, th.n { text-align: right; white-space: nowrap; }
.pill { display: inline-block; white-space: nowrap; border-radius: 999px; padding: 1px 10px; font-size: 13px; font-weight: 500; }
.pill.held { background: var(--good-bg); color: var(--good); } .pill.broken { background: var(--bad-bg); color: var(--bad); }
.pill.nothing { background: var(--none-bg); color: var(--none); } .pill.not { background: var(--quiet); color: var(--soft); }
.anomalies details { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 12px; margin: 0 0 12px; overflow: hidden; }
.anomalies summary { cursor: pointer; padding: 12px 16px; } .anomalies summary b { color: var(--bad); margin-right: 8px; }
.anomalies .window { border-top: 1px solid var(--line); overflow-x: auto; padding: 6px 16px 12px; }
.window td { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; padding: 3px 14px 3px 0; white-space: nowrap; }
.window td:last-child { white-space: normal; min-width: 420px; overflow-wrap: anywhere; color: var(--soft); }
.window .ok td:nth-child(3) { color: var(--good); } .window .fail td:nth-child(3), .window .info td:nth-child(3) { color: var(--bad); }
.window .mark td { color: var(--fault); } .window .final td:nth-child(3) { color: var(--soft); }
svg { display: block; width: 100%; min-width: 720px; height: auto; font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .grid { stroke: var(--line); } svg .base { stroke: var(--soft); } svg .tick, svg .key { fill: var(--soft); font-size: 11px; }
svg .name { font-weight: 600; font-size: 13px; }
svg .fault .shade { fill: var(--fault); opacity: .09; } svg .fault .lane { fill: var(--fault); opacity: .85; }
svg .fault text { fill: var(--card); font-size: 11px; font-weight: 600; }
svg .ack path { stroke: var(--ack); } svg .delivery path { stroke: var(--delivery); }
svg path.p50, svg path.p99 { fill: none; stroke-width: 1.75; stroke-linejoin: round; } svg path.p50 { opacity: .55; }
svg path.spread { stroke: none !important; opacity: .14; } svg .ack .spread { fill: var(--ack); } svg .delivery .spread { fill: var(--delivery); }
svg circle { fill: transparent; } svg .ack circle:hover { fill: var(--ack); } svg .delivery circle:hover { fill: var(--delivery); }
svg .bars rect { fill: var(--bars); } svg .bars rect:hover { fill: var(--ack); }
svg .anomaly line { stroke: var(--bad); stroke-dasharray: 3 3; opacity: .7; } svg .anomaly path { fill: var(--bad); }
@media print { body { background: #fff; } .anomalies details { break-inside: avoid; } }
`;
