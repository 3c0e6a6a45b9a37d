import type { Overview } from '../../domain/overview.ts'
import { html, type Html } from './html.ts'
import { count } from './words.ts'

/** The agent's names, as they are read. */
const wordsOfParts: Record<string, string> = {
  fixed: 'rules and tools',
  notes: 'notes',
  major: 'past weeks',
  dailies: 'last days',
  fold: 'earlier today',
  sentences: 'today, a line each',
  recent: 'last messages',
  recalled: 'found by search',
  message: 'the new message',
}

/** What the parts of a prompt take on average, in the prompt's order; what is in none is left out. */
export function promptBars({ prompt }: Overview): Html {
  if (!prompt) return html`<p class="empty">The database does not answer.</p>`
  const parts = prompt.filter(({ tokens }) => tokens > 0)
  if (parts.length === 0) return html`<p class="empty">No message was answered in 24 hours.</p>`
  const most = Math.max(...parts.map(({ tokens }) => tokens))
  const total = parts.reduce((sum, { tokens }) => sum + tokens, 0)
  return html`<ul class="bars">
      ${parts.map(({ part, tokens }) => {
        const name = wordsOfParts[part] ?? part
        return html`<li>
          <div><b>${name}</b><span>${count(tokens)}</span></div>
          <meter max="${most}" value="${tokens}" aria-label="${name}">${count(tokens)}</meter>
        </li>`
      })}
    </ul>
    <small>${count(total)} tokens in all, as they are estimated.</small>`
}
