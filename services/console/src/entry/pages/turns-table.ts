import type { Overview } from '../../domain/overview.ts'
import { html, type Html } from './html.ts'
import { count, duration, timeOfDay } from './words.ts'

/** The last turns: when, whose chat, how long, how many steps. What was said is not shown. */
export function turnsTable({ turns }: Overview, timeZone: string): Html {
  if (!turns) return html`<p class="empty">The database does not answer.</p>`
  if (turns.latest.length === 0) return html`<p class="empty">Nobody has written yet.</p>`
  return html`<div class="scroll">
    <table class="numbers turns">
      <thead>
        <tr>
          <th>Turn</th>
          <th>status</th>
          <th>began</th>
          <th>chat</th>
          <th>took</th>
          <th>steps</th>
        </tr>
      </thead>
      <tbody>
        ${turns.latest.map(
          (turn) =>
            html`<tr>
              <td><code>${turn.id}</code></td>
              <td><span class="badge ${turn.status}">${turn.status}</span></td>
              <td>${timeOfDay(turn.startedAt, timeZone)}</td>
              <td>${turn.chatId}</td>
              <td>${turn.durationMs === undefined ? '…' : duration(turn.durationMs)}</td>
              <td>${count(turn.steps)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
