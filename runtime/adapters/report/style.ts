/** Colours of the page in both schemes: every text on every ground has a contrast of 4.5 at least (WCAG AA). */
const light =
  "--page:#ffffff;--text:#1b1b1b;--muted:#595959;--line:#c8c8c8;--c0:#ffc9a3;--c1:#ffdd8f;--c2:#d5e89b;--c3:#b5e0e8;";
const dark =
  "--page:#17181b;--text:#f1f1f1;--muted:#a8a8a8;--line:#4a4c52;--c0:#7d3a12;--c1:#6b4b00;--c2:#42550f;--c3:#1c5360;";

/**
 * A share too small to be seen is drawn 3 pixels wide, and the others give way. The figures of a frame, which its title
 * shows to whoever points at it, stand at the foot of the page while the keyboard is on it.
 */
export const style = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
body{margin:2rem auto;padding:0 1rem;max-width:80rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.5rem}
h2{font-size:1.1rem}
ul{display:flex;margin:0;padding:0;list-style:none}
p{color:var(--muted)}
.flame{overflow-x:auto}
li{box-sizing:border-box;min-width:3px;flex:0 1 auto;overflow:hidden;border-right:1px solid var(--page)}
.frame{box-sizing:border-box;height:1.75em;padding:0 .4em;border-bottom:1px solid var(--page);overflow:hidden;white-space:nowrap;text-overflow:ellipsis;line-height:1.6}
.frame:focus-visible{outline:2px solid var(--text);outline-offset:-2px}
.frame:focus-visible::after{content:attr(title);position:fixed;inset:auto 0 0;padding:.5rem 1rem;background:var(--text);color:var(--page);white-space:normal;overflow-wrap:anywhere}
.c0{background:var(--c0)}
.c1{background:var(--c1)}
.c2{background:var(--c2)}
.c3{background:var(--c3)}
.scroll{margin-top:1.5rem;overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,thead th{white-space:nowrap}
tbody th{min-width:7em;max-width:24em;overflow-wrap:anywhere}
th,td{padding:.2rem .5em;border-bottom:1px solid var(--line);text-align:right;font-weight:normal}
thead th{color:var(--muted)}
th:first-child{text-align:left}
`;
