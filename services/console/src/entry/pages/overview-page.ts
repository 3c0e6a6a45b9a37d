import { concerns, type Overview, type ServiceState } from '../../domain/overview.ts'
import type { Price } from '../../domain/prices.ts'
import { html, type Html } from './html.ts'
import { page } from './layout.ts'
import { promptBars } from './prompt-bars.ts'
import { turnsTable } from './turns-table.ts'
import { callsInWords, costToday, tokensOf, usageBars } from './usage-bars.ts'
import { age, count, timeOfDay } from './words.ts'

export interface Shown {
  overview: Overview
  timeZone: string
  prices: ReadonlyMap<string, Price>
  metricsToken: string
}

export function overviewPage(shown: Shown): string {
  return page('Overview', html`<main id="live">${overviewContent(shown)}</main>`, { signedIn: true })
}

/** The part of the page that is fetched anew every few seconds. */
export function overviewContent({ overview, timeZone, prices, metricsToken }: Shown): Html {
  return html`${verdict(overview, timeZone)} ${tiles(overview, prices)}
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
        <h2>Tokens today, by purpose</h2>
        ${usageBars(overview, prices)}
      </section>
      <section class="card">
        <h2>A message’s prompt, mean of 24 hours</h2>
        ${promptBars(overview)}
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

function tiles(overview: Overview, prices: ReadonlyMap<string, Price>): Html {
  const { turns, queues, usage } = overview
  const total = Object.values(turns?.byStatus ?? {}).reduce((sum, number) => sum + number, 0)
  const running = queues?.find(({ name }) => name === 'run')?.depth
  const tokens = usage?.reduce((sum, purpose) => sum + tokensOf(purpose), 0)
  const calls = usage?.reduce((sum, purpose) => sum + purpose.calls, 0)
  const cost = costToday(overview, prices)
  return html`<section class="tiles">
    ${tile('Turns today', turns && count(total), turns && byStatusInWords(turns.byStatus))}
    ${tile('Messages waiting', turns && count(turns.waitingMessages), 'in the inbox, not yet in a turn')}
    ${tile('Sandboxes running', running && count(running.active), running && `${count(running.waiting)} commands wait for one`)}
    ${tile('Tokens today', tokens === undefined ? undefined : count(tokens), calls === undefined ? undefined : `in ${callsInWords(calls)}${cost === undefined ? '' : ` · ${cost}`}`)}
  </section>`
}

/** All of them, so that they add up; of what seldom is, only what there is. */
function byStatusInWords(byStatus: Record<string, number>): string {
  const always = ['answered', 'running', 'failed']
  const seldom = Object.keys(byStatus).filter((status) => !always.includes(status) && byStatus[status])
  return [...always, ...seldom].map((status) => `${count(byStatus[status] ?? 0)} ${status}`).join(' · ')
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
  return html`<div class="scroll">
    <table class="numbers">
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
    </table>
  </div>`
}
