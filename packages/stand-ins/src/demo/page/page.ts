import { createHash } from 'node:crypto'
import { markup } from './markup.ts'
import { chatScript } from './script-chat.ts'
import { composeScript } from './script-compose.ts'
import { filesScript } from './script-files.ts'
import { renderScript } from './script-render.ts'
import { replyScript } from './script-reply.ts'
import { richScript } from './script-rich.ts'
import { stateScript } from './script-state.ts'
import { style } from './style.ts'

/** The page's browser code, in the order it runs. */
const script = `'use strict'\n${renderScript}${richScript}${stateScript}${replyScript}${chatScript}${filesScript}${composeScript}`

const scriptHash = createHash('sha256').update(script).digest('base64')

/** Lets the page run its own script and talk to its own server, nothing else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'sha256-${scriptHash}'`,
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The demo chat page: one document, nothing loaded from elsewhere. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aika demo</title>
<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><circle cx='16' cy='16' r='15' fill='%230f7a5c'/><path d='M9 22l7-13 7 13' fill='none' stroke='white' stroke-width='3'/></svg>">
<style>${style}</style>
</head>
<body>${markup}<script>${script}</script></body>
</html>
`
