import { concerns, type Overview, type PurposeUsage, type ServiceState } from '../../domain/overview.ts'
import { html, type Html } from './html.ts'
import { page } from './layout.ts'
import { turnsTable } from './turns-table.ts'
import { age, count, timeOfDay } from './words.ts'

export interface Shown {
  overview: Overview
  timeZone: string
  metricsToken: string
}

export function overviewPage(shown: Shown): string {
  return page('Overview', html`<main id="live">${overviewContent(shown)}</main>`, { signedIn: true })
}

/** The part of the page that is fetched anew every few seconds. */
export function overviewContent({ overview, timeZone, metricsToken }: Shown): Html {
  return html`${verdict(overview, timeZone)} ${tiles(overview)}
    <section>
      <h2>Services</h2>
      <div class="services">${overview.services?.map((service) => serviceCard(service, overview.at))}</div>
    </section>
    <div class="columns">
      <section class="card">
        <h2>Queues</h2>
        ${queuesTable(overview)}
      </section>
      <section class="card">
        <h2>Tokens today</h2>
        ${usageBars(overview)}
      </section>
    </div>
    <section class="card">
      <h2>Last turns</h2>
      ${turnsTable(overview, timeZone)}
    </section>
    <footer>
      Prometheus: <code>GET /metrics</code> with
      <details>
        <summary>the bearer token</summary>
        <code>${metricsToken}</code>
      </details>
    </footer>`
}

function verdict(overview: Overview, timeZone: string): Html {
  const troubles = concerns(overview)
  const title =
    troubles.length === 0
      ? 'All is well'
      : troubles.length === 1
        ? 'One thing to look at'
        : `${troubles.length} things to look at`
  return html`<section class="verdict ${troubles.length === 0 ? 'good' : 'bad'}">
    <div>
      <h1>${title}</h1>
      <time>${timeOfDay(overview.at, timeZone)}</time>
    </div>
    ${
      troubles.length > 0 &&
      html`<ul>
        ${troubles.map((trouble) => html`<li>${trouble}</li>`)}
      </ul>`
    }
  </section>`
}

function tiles({ turns, queues, usage }: Overview): Html {
  const total = Object.values(turns?.byStatus ?? {}).reduce((sum, number) => sum + number, 0)
  const of = (status: string) => count(turns?.byStatus[status] ?? 0)
  const running = queues?.find(({ name }) => name === 'run')?.depth
  const tokens = usage?.reduce((sum, purpose) => sum + tokensOf(purpose), 0)
  const calls = usage?.reduce((sum, purpose) => sum + purpose.calls, 0)
  return html`<section class="tiles">
    ${tile('Turns today', turns && count(total), turns && `${of('answered')} answered · ${of('running')} running · ${of('failed')} failed`)}
    ${tile('Messages waiting', turns && count(turns.waitingMessages), 'in the inbox, not yet in a turn')}
    ${tile('Sandboxes running', running && count(running.active), running && `${count(running.waiting)} commands wait for one`)}
    ${tile('Tokens today', tokens === undefined ? undefined : count(tokens), calls === undefined ? undefined : `in ${count(calls)} ${calls === 1 ? 'call' : 'calls'}`)}
  </section>`
}

function tile(label: string, value: string | undefined, note: string | undefined): Html {
  return html`<div class="card tile">
    <span>${label}</span><strong>${value ?? '–'}</strong><small>${note ?? 'cannot be read'}</small>
  </div>`
}

function serviceCard({ name, instances, state }: ServiceState, at: Date): Html {
  const oldest = Math.min(...instances.map(({ startedAt }) => Date.parse(startedAt)))
  const note = { up: 'up', unwell: 'unwell, up', down: 'not running' }[state]
  return html`<div class="card service ${state}">
    <i class="dot" title="${state}"></i><b>${name}</b>
    <small
      >${note}${state !== 'down' && ` ${age(at.getTime() - oldest)}`}${instances.length > 1 && ` · ×${instances.length}`}</small
    >
  </div>`
}

function queuesTable({ queues }: Overview): Html {
  if (!queues) return html`<p class="empty">Redis does not answer.</p>`
  return html`<table class="numbers">
    <thead>
      <tr>
        <th>Queue</th>
        <th>waiting</th>
        <th>active</th>
        <th>delayed</th>
        <th>failed</th>
      </tr>
    </thead>
    <tbody>
      ${queues.map(
        ({ name, depth }) =>
          html`<tr>
            <td><a href="/queues/queue/${name}">${name}</a></td>
            ${[depth.waiting, depth.active, depth.delayed].map((number) => html`<td class="${number === 0 ? 'zero' : ''}">${count(number)}</td>`)}
            <td class="${depth.failed === 0 ? 'zero' : 'failed'}">${count(depth.failed)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

const tokensOf = ({ promptTokens, outputTokens }: PurposeUsage) => promptTokens + outputTokens

function usageBars({ usage }: Overview): Html {
  if (!usage) return html`<p class="empty">The database does not answer.</p>`
  if (usage.length === 0) return html`<p class="empty">No model was called today.</p>`
  const largestFirst = usage.toSorted((one, other) => tokensOf(other) - tokensOf(one))
  const most = Math.max(1, tokensOf(largestFirst[0]!))
  return html`<ul class="bars">
    ${largestFirst.map(
      ({ purpose, calls, promptTokens, outputTokens }) =>
        html`<li>
          <div><b>${purpose}</b><span>${count(promptTokens + outputTokens)}</span></div>
          <meter max="${most}" value="${promptTokens + outputTokens}"></meter>
          <small
            >${count(calls)} ${calls === 1 ? 'call' : 'calls'} · ${count(promptTokens)} in ·
            ${count(outputTokens)} out</small
          >
        </li>`,
    )}
  </ul>`
}
