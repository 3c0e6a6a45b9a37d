const icon = (path: string) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`

const clip = icon(
  'M20 11.5l-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.6-8.6a3.5 3.5 0 0 1 5 5L9.6 17a1.7 1.7 0 0 1-2.5-2.4l7.6-7.6',
)
const slash = icon('M15 5L9 19')
const plane = icon('M4 12l16-8-6 16-3-6.5z')

export const markup = `
<header class="bar">
  <h1>Aika demo</h1>
  <p>The whole stack runs for real; only Telegram and the models are stand-ins.</p>
  <span class="live" id="live" role="status">connecting</span>
</header>
<nav class="people" aria-label="People to speak as">
  <h2>Speak as</h2>
  <div id="people"></div>
  <p class="hint">Each person has a private chat with the bot and a folder of their own. The stranger is on no list and gets no answer.</p>
</nav>
<main class="chat">
  <section class="log" id="log" role="log" aria-live="polite" aria-label="Messages" tabindex="0"></section>
  <footer class="foot">
    <div class="menu" id="menu" hidden aria-label="Commands of the bot"></div>
    <div class="typing" id="typing" aria-live="polite"></div>
    <div class="samples" id="samples" aria-label="Sample messages"></div>
    <div class="answering" id="answering"></div>
    <div class="chosen" id="chosen"></div>
    <form class="composer" id="composer">
      <button type="button" id="commands" aria-expanded="false" aria-controls="menu" aria-label="Commands" title="Commands">${slash}</button>
      <button type="button" id="attach" aria-label="Attach files" title="Attach files">${clip}</button>
      <input type="file" id="files" multiple class="hidden" tabindex="-1" aria-label="Files to attach">
      <label class="hidden" for="text">Message</label>
      <textarea id="text" rows="1" placeholder="Message" autocomplete="off"></textarea>
      <button class="send" aria-label="Send" title="Send (Enter)">${plane}</button>
    </form>
  </footer>
</main>
<div class="toast" id="toast" role="status"></div>
`
