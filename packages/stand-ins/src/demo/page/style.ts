export const style = String.raw`
:root {
  color-scheme: light dark;
  --ink: #16201d; --soft: #5c6b66; --line: #d9e0dc; --ground: #eef2ef; --panel: #fff;
  --mine: #d8f0dc; --theirs: #fff; --accent: #0f7a5c; --on-accent: #fff; --code: #f1f4f2;
  --shade: 0 1px 2px rgb(20 40 30 / .12); --warn: #9a5b00; --wash: #e4ede7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eeea; --soft: #9aaba4; --line: #2b3733; --ground: #111816; --panel: #18211e;
    --mine: #1f4a3a; --theirs: #202b27; --accent: #4cc79c; --on-accent: #06281c; --code: #131b18;
    --shade: none; --warn: #f0b45b; --wash: #26332e;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template: auto 1fr / 17rem 1fr; height: 100dvh; background: var(--ground);
  color: var(--ink); font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; background: none; border: 0; border-radius: .6rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bar { grid-column: 1 / -1; display: flex; align-items: baseline; gap: .75rem; padding: .7rem 1.1rem;
  background: var(--panel); border-bottom: 1px solid var(--line); }
.bar h1 { margin: 0; font-size: 1.05rem; letter-spacing: .01em; }
.bar p { margin: 0; color: var(--soft); font-size: .85rem; }
.bar .live { margin-left: auto; font-size: .8rem; color: var(--soft); white-space: nowrap; }
.bar .live::before { content: "●"; margin-right: .4em; color: var(--warn); }
.bar .live[data-on="yes"]::before { color: var(--accent); }

.people { background: var(--panel); border-right: 1px solid var(--line); padding: .8rem .6rem; overflow-y: auto; }
.people h2 { margin: .1rem .5rem .5rem; font-size: .74rem; font-weight: 600; letter-spacing: .07em;
  text-transform: uppercase; color: var(--soft); }
.person { display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .7rem; width: 100%; padding: .55rem .6rem;
  text-align: left; align-items: center; }
.person:hover { background: var(--wash); }
.person[aria-current="true"] { background: var(--wash); box-shadow: inset 3px 0 0 var(--accent); }
.avatar { grid-row: span 2; width: 2.4rem; height: 2.4rem; border-radius: 50%; display: grid; place-items: center;
  color: #fff; font-weight: 600; }
.avatar.a0 { background: #2f6db0; } .avatar.a1 { background: #a3477f; } .avatar.a2 { background: #6b6f76; }
.person b { font-weight: 600; } .person small { color: var(--soft); font-size: .78rem; }
.person .last { grid-column: 2; color: var(--soft); font-size: .82rem; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }
.count { min-width: 1.35rem; padding: 0 .4rem; border-radius: 1rem; background: var(--accent); color: var(--on-accent);
  font-size: .76rem; text-align: center; }
.count:empty { visibility: hidden; }
.hint { margin: 1rem .5rem 0; color: var(--soft); font-size: .8rem; }

.chat { display: grid; grid-template: 1fr auto / minmax(0, 1fr); min-width: 0; min-height: 0; }
.log { overflow-y: auto; overflow-anchor: none; padding: 1.1rem max(1rem, calc(50% - 25rem)); }
.empty { margin: 10vh auto 0; max-width: 38rem; text-align: center; color: var(--soft); }
.empty strong { display: block; color: var(--ink); font-size: 1.1rem; margin-bottom: .3rem; }
.row { display: flex; flex-direction: column; align-items: flex-start; margin: .22rem 0; }
.row.mine { align-items: flex-end; }
.row.turn { margin-top: .8rem; }
.bubble { max-width: min(34rem, 88%); min-width: 4.5rem; padding: .5rem .75rem .35rem; border-radius: 1rem;
  background: var(--theirs); box-shadow: var(--shade); overflow-wrap: anywhere; }
.row .bubble { border-bottom-left-radius: .35rem; }
.row.mine .bubble { background: var(--mine); border-radius: 1rem 1rem .35rem; }
.body { white-space: pre-wrap; }
.meta { display: flex; justify-content: flex-end; gap: .45rem; margin-top: .1rem; color: var(--soft); font-size: .7rem; }
.row.mine .meta { color: color-mix(in srgb, var(--ink) 60%, transparent); }
.draft .bubble { border: 1px dashed var(--line); box-shadow: none; }
.reply { border-left: 3px solid var(--accent); padding-left: .5rem; margin-bottom: .25rem; color: var(--soft);
  font-size: .82rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.bubble a { color: var(--accent); }
.bubble code { background: var(--code); border-radius: .3rem; padding: .05rem .3rem; font-size: .88em; }
.block { margin: .35rem 0; border: 1px solid var(--line); border-radius: .55rem; overflow: hidden; background: var(--code); }
.block header { display: flex; justify-content: space-between; align-items: center; padding: .1rem .3rem .1rem .6rem;
  border-bottom: 1px solid var(--line); color: var(--soft); font-size: .74rem; }
.block header button { padding: .1rem .45rem; font-size: .74rem; color: var(--accent); }
.block pre { margin: 0; padding: .5rem .65rem; overflow-x: auto; font-size: .84rem; line-height: 1.4; white-space: pre; }
.line { display: block; } .line.ins { background: color-mix(in srgb, var(--accent) 20%, transparent); }
.line.del { background: color-mix(in srgb, #d0453a 22%, transparent); } .line.where { color: var(--soft); }
.rich { white-space: normal; } .rich > * { margin: .35rem 0; } .rich p { white-space: pre-wrap; } .rich h4 { font-size: 1.05rem; }
.rich ul, .rich ol { padding-left: 1.4rem; } .rich .inner { margin-left: 1.2rem; }
.rich table { border-collapse: collapse; display: block; overflow-x: auto; }
.rich th, .rich td { border: 1px solid var(--line); padding: .15rem .5rem; text-align: left; }
.body blockquote { margin: .3rem 0; padding: .15rem .6rem; border-left: 3px solid var(--accent); background: var(--wash);
  border-radius: 0 .4rem .4rem 0; }
.spoiler { background: var(--soft); color: transparent; border-radius: .25rem; }
.spoiler:hover, .spoiler:focus { background: none; color: inherit; }
.bubble img { display: block; max-width: 100%; max-height: 22rem; border-radius: .6rem; margin: .2rem 0; }
.file { display: flex; align-items: center; gap: .6rem; padding: .3rem 0; text-decoration: none; color: inherit !important; }
.file i { width: 2.2rem; height: 2.2rem; border-radius: .5rem; display: grid; place-items: center; font-style: normal;
  background: var(--accent); color: var(--on-accent); }
.file b { display: block; font-weight: 600; } .file small { color: var(--soft); }
.keys { display: grid; gap: .3rem; width: min(34rem, 88%); margin-top: .3rem; }
.keys div { display: flex; gap: .3rem; }
.keys button { flex: 1; padding: .42rem .6rem; border: 1px solid var(--line); background: var(--panel); color: var(--accent);
  font-weight: 600; font-size: .9rem; }
.keys button:hover { background: var(--wash); }
.keys button.danger { color: #c2382d; } .keys button.primary, .keys button.success { background: var(--wash); }
.keys button[data-state] { background: var(--wash); box-shadow: inset 0 0 0 1px var(--accent); }
.keys button[aria-busy]::after { content: "…"; }
.keys button:disabled { color: var(--soft); cursor: default; }
.typing { display: flex; align-items: center; gap: .5rem; min-height: 1.5rem; color: var(--soft); font-size: .82rem; }
.dots { display: inline-flex; gap: .2rem; }
.dots i { width: .38rem; height: .38rem; border-radius: 50%; background: var(--accent); animation: beat 1.1s infinite; }
.dots i:nth-child(2) { animation-delay: .15s; } .dots i:nth-child(3) { animation-delay: .3s; }
@keyframes beat { 50% { opacity: .25; transform: translateY(-2px); } }
@media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }

.foot { position: relative; padding: .5rem max(1rem, calc(50% - 25rem)) .9rem; background: var(--ground); }
.empty .samples { flex-wrap: wrap; justify-content: center; margin-top: 1.4rem; color: var(--ink); }
.empty p { margin: 0 auto; max-width: 27rem; text-wrap: balance; }
.samples { display: flex; gap: .4rem; overflow-x: auto; padding: .2rem .1rem .55rem; scrollbar-width: thin; }
.samples button { flex: none; white-space: nowrap; padding: .3rem .75rem; border: 1px solid var(--line); border-radius: 1rem;
  background: var(--panel); font-size: .85rem; }
.empty .samples button { max-width: 100%; white-space: normal; }
.samples button:hover { border-color: var(--accent); color: var(--accent); }
.composer { display: flex; align-items: flex-end; gap: .3rem; padding: .35rem; background: var(--panel);
  border: 1px solid var(--line); border-radius: 1.1rem; }
.composer:focus-within { border-color: var(--accent); }
.composer textarea { flex: 1; min-width: 0; max-height: 11rem; padding: .45rem .3rem; border: 0; background: none;
  resize: none; outline: none; }
.composer button { flex: none; height: 2.45rem; min-width: 2.45rem; padding: 0 .6rem; }
.composer button:hover { background: var(--wash); }
.composer svg { display: block; width: 1.25rem; height: 1.25rem; margin: auto; fill: none; stroke: currentColor;
  stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }
.composer .send { background: var(--accent); color: var(--on-accent); border-radius: .85rem; }
.composer .send:hover { background: var(--accent); filter: brightness(1.08); }
.answer { padding: 0 .3rem; line-height: 1; opacity: 0; color: var(--accent); }
.row:hover .answer, .answer:focus-visible { opacity: 1; }
@media (hover: none) { .answer { opacity: .7; } }
.answering { display: flex; align-items: center; gap: .5rem; margin-bottom: .4rem; padding-left: .6rem; font-size: .85rem;
  border-left: 3px solid var(--accent); color: var(--soft); }
.answering:empty { display: none; }
.answering span { flex: 1; min-width: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.answering button { padding: .1rem .5rem; }
.dropping .composer { border: 2px dashed var(--accent); }
.choice { align-self: center; font-size: .82rem; color: var(--soft); }
.chosen { display: flex; flex-wrap: wrap; gap: .35rem; padding-bottom: .4rem; }
.chosen button { padding: .2rem .6rem; font-size: .82rem; border: 1px solid var(--line); background: var(--panel); }
.menu { position: absolute; bottom: 100%; left: max(1rem, calc(50% - 25rem)); width: min(24rem, calc(100% - 2rem));
  max-height: 18rem; overflow-y: auto; padding: .35rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: .8rem; box-shadow: 0 6px 24px rgb(0 0 0 / .18); }
.menu[hidden] { display: none; }
.menu button { display: flex; gap: .6rem; width: 100%; padding: .4rem .6rem; text-align: left; }
.menu button:hover, .menu button:focus { background: var(--wash); }
.menu b { color: var(--accent); font-weight: 600; } .menu span { color: var(--soft); font-size: .87rem; }
.menu p { margin: .4rem .6rem; color: var(--soft); font-size: .87rem; }
.toast { position: fixed; left: 50%; top: 4rem; transform: translateX(-50%); padding: .5rem .9rem; border-radius: .7rem;
  background: var(--ink); color: var(--ground); font-size: .9rem; max-width: 90vw; }
.toast:empty { display: none; }

@media (max-width: 46rem) {
  body { grid-template: auto auto 1fr / 1fr; }
  .bar { padding: .5rem .9rem; } .bar p { display: none; }
  .people { display: flex; gap: .3rem; padding: .35rem .5rem; border-right: 0; border-bottom: 1px solid var(--line); overflow-x: auto; }
  .people h2, .person .last, .person small, .hint { display: none; }
  .people div { display: flex; gap: .3rem; flex: 1; }
  .person { flex: 1; grid-template-columns: auto auto auto; padding: .3rem .45rem; gap: .4rem; justify-content: start; }
  .person[aria-current="true"] { box-shadow: inset 0 -3px 0 var(--accent); }
  .avatar { grid-row: auto; width: 1.8rem; height: 1.8rem; font-size: .8rem; }
  .count:empty { display: none; }
  .log { padding: .8rem .7rem; } .foot { padding: .3rem .6rem .6rem; } .menu { left: .6rem; width: calc(100% - 1.2rem); }
}
`
