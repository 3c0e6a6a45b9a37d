import { html, type Html } from './html.ts'

/** The frame of every page. */
export function page(title: string, content: Html, { signedIn }: { signedIn: boolean }): string {
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>${title} · Aika</title>
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/style.css" />
      ${signedIn && html`<script src="/refresh.js" defer></script>`}
    </head>
    <body>
      ${signedIn && header()} ${content}
    </body>
  </html>`
  return `<!doctype html>\n${document.toString()}`
}

function header(): Html {
  return html`<header class="bar">
    <a class="brand" href="/"><img src="/icon.svg" alt="" width="26" height="26" />Aika</a>
    <nav>
      <a href="/" aria-current="page">Overview</a><a href="/queues">Queues</a><a href="/metrics">Metrics</a>
    </nav>
    <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>
  </header>`
}
