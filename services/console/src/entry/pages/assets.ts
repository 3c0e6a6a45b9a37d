/** What the pages need besides themselves; served as files, so that no inline script or style has to be allowed. */
export const assets: Record<string, { type: string; body: string }> = {
  '/icon.svg': {
    type: 'image/svg+xml',
    body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#6d8bff"/><stop offset="1" stop-color="#a46bff"/></linearGradient></defs><rect width="64" height="64" rx="17" fill="url(#g)"/><path d="M17 46 30 17h4l13 29M22.5 36h19" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
  },
  '/refresh.js': {
    type: 'text/javascript; charset=utf-8',
    body: `const live = document.getElementById('live')
async function refresh() {
  if (document.hidden || live.querySelector('details[open]')) return
  try {
    const response = await fetch('/live', { redirect: 'error' })
    if (response.ok) live.innerHTML = await response.text()
    live.classList.toggle('stale', !response.ok)
  } catch {
    live.classList.add('stale')
  }
}
if (live) setInterval(refresh, 5000)
document.addEventListener('visibilitychange', refresh)
`,
  },
  '/style.css': {
    type: 'text/css; charset=utf-8',
    body: `:root {
  color-scheme: light dark;
  --page: light-dark(#f4f5f9, #0f1117); --card: light-dark(#ffffff, #181b24); --line: light-dark(#e3e6ee, #282d3a);
  --text: light-dark(#1a1e2a, #e8eaf2); --soft: light-dark(#656d82, #949cb2); --accent: light-dark(#4b5fe0, #8fa2ff);
  --good: light-dark(#12925a, #3ecf8e); --warn: light-dark(#b26a00, #f0b04a); --bad: light-dark(#cf3342, #ff7381);
  --shadow: 0 1px 2px light-dark(#1a1e2a14, #00000055);
}
* { box-sizing: border-box; margin: 0 }
body { background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
code { font: 0.86em ui-monospace, 'SF Mono', Menlo, Consolas, monospace }
h1 { font-size: 1.2rem; font-weight: 650; letter-spacing: -0.01em } h2 { font-size: 0.95rem; font-weight: 650; margin-bottom: 0.7rem }
small { color: var(--soft); font-size: 0.8rem }
.bar { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 1.2rem; padding: 0.6rem max(1rem, calc(50vw - 35rem)); background: var(--card); border-bottom: 1px solid var(--line) }
.bar nav { display: flex; gap: 1rem; flex: 1; overflow-x: auto } .bar nav a { color: var(--soft) } .bar nav a[aria-current] { color: var(--text); font-weight: 600 }
.brand { display: flex; gap: 0.55rem; align-items: center; color: var(--text); font-weight: 700 }
main { max-width: 72rem; margin: 0 auto; padding: 1.2rem 1rem 3rem; display: grid; gap: 1.2rem; grid-template-columns: minmax(0, 1fr) }
main.stale { opacity: 0.5 }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1rem 1.1rem; box-shadow: var(--shadow); min-width: 0 }
.verdict { border-radius: 14px; padding: 0.9rem 1.1rem; border: 1px solid; background: var(--card) }
.verdict > div { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem } .verdict time { color: var(--soft); font-size: 0.85rem; font-variant-numeric: tabular-nums }
.verdict.good { border-color: color-mix(in srgb, var(--good) 45%, transparent); background: color-mix(in srgb, var(--good) 9%, var(--card)) } .verdict.good h1 { color: var(--good) }
.verdict.bad { border-color: color-mix(in srgb, var(--warn) 50%, transparent); background: color-mix(in srgb, var(--warn) 9%, var(--card)) } .verdict.bad h1 { color: var(--warn) }
.verdict ul { margin: 0.4rem 0 0; padding-left: 1.1rem }
.tiles { display: grid; gap: 0.8rem; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 44vw), 1fr)) }
.tile { display: grid; gap: 0.1rem } .tile span { color: var(--soft); font-size: 0.85rem } .tile strong { font-size: 1.9rem; line-height: 1.2; font-weight: 680; letter-spacing: -0.02em; font-variant-numeric: tabular-nums }
.services { display: grid; gap: 0.6rem; grid-template-columns: repeat(auto-fit, minmax(8.6rem, 1fr)) }
.service { display: grid; grid-template-columns: auto 1fr; column-gap: 0.6rem; align-items: center; align-content: start; padding: 0.6rem 0.8rem } .service small { grid-column: 2 } .service b { font-weight: 600 }
.dot { width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--good); box-shadow: 0 0 0 3px color-mix(in srgb, var(--good) 20%, transparent) }
.unwell .dot { background: var(--warn); box-shadow: 0 0 0 3px color-mix(in srgb, var(--warn) 20%, transparent) } .down .dot { background: var(--bad); box-shadow: 0 0 0 3px color-mix(in srgb, var(--bad) 20%, transparent) } .down small { color: var(--bad) }
.columns { display: grid; gap: 1.2rem; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)) }
table { width: 100%; border-collapse: collapse } th { text-align: left; color: var(--soft); font-weight: 500; font-size: 0.8rem } th, td { padding: 0.38rem 0.5rem; border-bottom: 1px solid var(--line); white-space: nowrap } tr:last-child td { border-bottom: 0 } th:first-child, td:first-child { padding-left: 0 } th:last-child, td:last-child { padding-right: 0 }
.numbers td:not(:first-child), .numbers th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums } .zero { color: var(--soft); opacity: 0.6 } td.failed { color: var(--bad); font-weight: 600 }
.columns table { font-size: 0.9rem } .columns th { font-size: 0.75rem } .columns :is(th, td) { padding-inline: 0.25rem } .columns :is(th, td):first-child { padding-left: 0 } .columns :is(th, td):last-child { padding-right: 0 }
.scroll { overflow-x: auto } .turns td code { color: var(--soft) }
.badge { display: inline-block; padding: 0.05rem 0.55rem; border-radius: 99px; font-size: 0.78rem; font-weight: 550; color: var(--soft); background: color-mix(in srgb, var(--soft) 14%, transparent) }
.badge.answered { color: var(--good); background: color-mix(in srgb, var(--good) 13%, transparent) } .badge.failed { color: var(--bad); background: color-mix(in srgb, var(--bad) 13%, transparent) } .badge.running { color: var(--accent); background: color-mix(in srgb, var(--accent) 14%, transparent) }
.bars { list-style: none; padding: 0; display: grid; gap: 0.8rem } .bars div { display: flex; justify-content: space-between } .bars span { font-variant-numeric: tabular-nums }
meter { appearance: none; width: 100%; height: 0.5rem; border: 0; border-radius: 99px; background: var(--line); overflow: hidden } meter::-webkit-meter-bar { background: var(--line); border: 0; border-radius: 99px; height: 0.5rem } meter::-webkit-meter-optimum-value { background: var(--accent); border-radius: 99px } meter::-moz-meter-bar { background: var(--accent); border-radius: 99px }
.models { list-style: none; padding: 0.8rem 0 0; margin-top: 0.9rem; border-top: 1px solid var(--line); display: grid; gap: 0.25rem } .models li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem }
.empty { color: var(--soft) } footer { color: var(--soft); font-size: 0.85rem } footer details { display: inline-block } footer summary { cursor: pointer; color: var(--accent) } footer code { word-break: break-all }
button { font: inherit; font-weight: 600; padding: 0.55rem 1rem; border-radius: 10px; border: 1px solid transparent; background: var(--accent); color: light-dark(#fff, #10131c); cursor: pointer } button:hover { filter: brightness(1.07) }
button.quiet { background: none; border-color: var(--line); color: var(--soft); padding: 0.25rem 0.75rem; font-weight: 500; white-space: nowrap }
.sign-in { min-height: 92vh; place-content: center; grid-template-columns: minmax(0, 22rem) } .sign-in form { display: grid; gap: 0.7rem; padding: 1.8rem } .sign-in h1 { margin-bottom: 0.4rem } .sign-in label { font-size: 0.85rem; color: var(--soft) }
input { font: inherit; padding: 0.6rem 0.75rem; border-radius: 10px; border: 1px solid var(--line); background: var(--page); color: var(--text) } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.trouble { color: var(--bad); font-size: 0.9rem } .hint { color: var(--soft); font-size: 0.8rem; overflow-wrap: anywhere }
@media (max-width: 40rem) {
  .bar { gap: 0.8rem; padding-inline: 0.8rem } .bar nav { gap: 0.8rem } .brand { font-size: 0 } main { padding-inline: 0.8rem }
  .services { grid-template-columns: 1fr 1fr } th, td { padding-inline: 0.3rem } .tile strong { font-size: 1.6rem }
  .turns :is(th, td):is(:nth-child(3), :nth-child(4)) { display: none } .turns td:first-child { max-width: 5.2rem; overflow: hidden; text-overflow: ellipsis; direction: rtl }
}
`,
  },
}
