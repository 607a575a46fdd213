/** Colours keep a contrast of 4.5 to 1 for text and 3 to 1 for marks, in both themes. */
export const htmlStyle = `
:root{--back:#fff;--card:#f6f7f9;--text:#1c2330;--dim:#5a6475;--line:#d5dae2;--main:#0b62c4;--other:#8a93a3;--pass:#18794e;--warn:#9a5b00;--fail:#c02626;
--dropped:#c02626;--inserted:#9a5b00;--repeated:#7a4fc4;--zeroed:#0b7285;--corrupted:#b0246e;--reordered:#4a6b00;--stalled:#5a6475}
@media (prefers-color-scheme:dark){:root{--back:#14181f;--card:#1c222c;--text:#e6e9ee;--dim:#9aa5b5;--line:#333c4a;--main:#6cb0ff;--other:#7d8899;--pass:#4cc38a;--warn:#f0b04a;--fail:#ff7b7b;
--dropped:#ff7b7b;--inserted:#f0b04a;--repeated:#b79bf2;--zeroed:#4fc3d8;--corrupted:#f27db4;--reordered:#a6cf4f;--stalled:#9aa5b5}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main{max-width:920px;margin:0 auto;padding:24px 20px 40px}header{display:flex;gap:16px;align-items:center;justify-content:space-between}
h1{font-size:22px;margin:0;overflow-wrap:anywhere}h2{font-size:16px;margin:0 0 10px}
.badge{margin:0;padding:3px 12px;border:2px solid currentColor;border-radius:999px;font-weight:600;white-space:nowrap}
.pass{color:var(--pass)}.warn{color:var(--warn)}.fail{color:var(--fail)}
.verdict{margin:14px 0 22px;padding-left:20px}.verdict li:first-child{font-weight:600}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px 18px;margin:0 0 16px}
svg{display:block;width:100%;height:auto}svg text{fill:var(--text);font:13px system-ui,sans-serif}svg .dim{fill:var(--dim);paint-order:stroke;stroke:var(--card);stroke-width:4px}svg .ink{fill:var(--back)}
.axis{stroke:var(--line);stroke-width:1}.bar{fill:var(--main);fill-opacity:.75}.track{fill:none;stroke:var(--main);stroke-width:2}
.note{color:var(--dim);font-size:13px;margin:10px 0 0}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:5px 10px 5px 0;border-top:1px solid var(--line);vertical-align:top}
tbody tr:first-child>*,thead tr>*{border-top:0}.figures th{font-weight:500;color:var(--dim);width:220px}.number{text-align:right;font-variant-numeric:tabular-nums;padding-right:16px}
.dot{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:8px}
${["dropped", "inserted", "repeated", "zeroed", "corrupted", "reordered", "stalled"].map((kind) => `.dot.${kind}{background:var(--${kind})}svg .${kind}{fill:var(--${kind})}`).join("")}
footer{color:var(--dim);font-size:13px}@media print{section{break-inside:avoid}}
`;
