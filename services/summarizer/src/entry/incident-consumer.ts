import { incidentQueue } from '@aika/contracts'
import { consume, type ConsumeOptions } from '@aika/queue'
import { Counter, type Logger } from '@aika/service-kit'
import { handleIncident, type HandleIncidentPorts } from '../domain/handle-incident.ts'

const incidents = new Counter({
  name: 'aika_incidents_total',
  help: 'Incidents handled, by the service they are of and whether admins were told.',
  labelNames: ['service', 'told'],
})

/** Takes incidents off the queue, one after the other: which of them are told of depends on those before. */
export function incidentConsumer(
  ports: HandleIncidentPorts,
  options: Omit<ConsumeOptions, 'log' | 'concurrency'> & { log: Logger },
): AsyncDisposable {
  return consume(
    incidentQueue,
    async (incident, { signal, attempt }) => {
      const { incidentId, service, fingerprint, traceId } = incident
      const { told } = await handleIncident(ports, incident, signal)
      incidents.inc({ service, told: String(told) })
      options.log.info({ incidentId, of: service, fingerprint, traceId, attempt, told }, 'incident handled')
      return { told }
    },
    { ...options, concurrency: 1 },
  )
}
