import { distanceBetween } from '@aika/spelling'
import { IANAZone } from 'luxon'

/** Whether this is a name of the IANA database that this machine knows, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name)
}

/** What people call places whose zone is named otherwise. */
const alsoKnown: Record<string, string> = {
  utc: 'UTC', gmt: 'UTC', z: 'UTC', msk: 'Europe/Moscow', cet: 'Europe/Berlin', cest: 'Europe/Berlin',
  eet: 'Europe/Helsinki', wet: 'Europe/Lisbon', bst: 'Europe/London', est: 'America/New_York',
  edt: 'America/New_York', cst: 'America/Chicago', mst: 'America/Denver', pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles', ist: 'Asia/Kolkata', jst: 'Asia/Tokyo', kolkata: 'Asia/Kolkata',
  mumbai: 'Asia/Kolkata', delhi: 'Asia/Kolkata', kathmandu: 'Asia/Kathmandu', kyiv: 'Europe/Kyiv',
  beijing: 'Asia/Shanghai', munich: 'Europe/Berlin', hamburg: 'Europe/Berlin', frankfurt: 'Europe/Berlin',
  cologne: 'Europe/Berlin', barcelona: 'Europe/Madrid', milan: 'Europe/Rome', geneva: 'Europe/Zurich',
  washington: 'America/New_York', boston: 'America/New_York', miami: 'America/New_York',
  san_francisco: 'America/Los_Angeles', seattle: 'America/Los_Angeles', rio: 'America/Sao_Paulo',
  tel_aviv: 'Asia/Jerusalem', saint_petersburg: 'Europe/Moscow', st_petersburg: 'Europe/Moscow',
  москва: 'Europe/Moscow', мск: 'Europe/Moscow', питер: 'Europe/Moscow', 'санкт-петербург': 'Europe/Moscow',
  киев: 'Europe/Kyiv', київ: 'Europe/Kyiv', минск: 'Europe/Minsk', рига: 'Europe/Riga',
  берлин: 'Europe/Berlin', лондон: 'Europe/London', париж: 'Europe/Paris', нью_йорк: 'America/New_York',
  'нью-йорк': 'America/New_York', тбилиси: 'Asia/Tbilisi', ереван: 'Asia/Yerevan', алматы: 'Asia/Almaty',
  ташкент: 'Asia/Tashkent', екатеринбург: 'Asia/Yekaterinburg', новосибирск: 'Asia/Novosibirsk',
} // prettier-ignore

/**
 * The zone that somebody may have meant: `berlin`, `new york`, `utc+3`, `Europe/Berln`. Undefined when nothing comes
 * near; what comes back is always a name that `isTimeZone` accepts.
 */
export function closestTimeZone(name: string): string | undefined {
  const asked = plain(name)
  if (asked === '') return undefined
  return alsoKnown[asked] ?? byOffset(asked) ?? byName(asked)
}

function byName(asked: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ zone, names: namesOf(zone) }))
  const exact = zones.find(({ names }) => names.includes(asked))
  if (exact) return exact.zone
  if (asked.length < 4) return undefined
  const limit = asked.length < 7 ? 1 : 2
  const near = zones.map(({ zone, names }) => ({
    zone,
    away: Math.min(...names.map((name) => distanceBetween(name, asked, limit))),
  }))
  const nearest = near.reduce((best, next) => (next.away < best.away ? next : best))
  return nearest.away <= limit ? nearest.zone : undefined
}

const namesOf = (zone: string) => [plain(zone), plain(zone.slice(zone.lastIndexOf('/') + 1))]

/** `utc+3`, `gmt-03:30`, `+5`. The names of whole hours count the other way round: UTC+3 is `Etc/GMT-3`. */
function byOffset(asked: string): string | undefined {
  const match = /^(?:utc|gmt)?_?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(asked)
  if (!match) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  if (minutes === 0) return 'UTC'
  const wanted = match[1] === '+' ? minutes : -minutes
  const whole = `Etc/GMT${wanted > 0 ? '-' : '+'}${minutes / 60}`
  return minutes % 60 === 0
    ? known(whole)
    : Intl.supportedValuesOf('timeZone').find((zone) => keeps(zone, wanted))
}

const known = (zone: string) => (isTimeZone(zone) ? zone : undefined)

/** Whether a zone has that offset all year. */
function keeps(zone: string, minutes: number): boolean {
  const year = new Date().getUTCFullYear()
  return [0, 6].every((month) => IANAZone.create(zone).offset(Date.UTC(year, month)) === minutes)
}

function plain(name: string): string {
  const bare = name.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC')
  return bare
    .slice(0, 64)
    .replaceAll('−', '-')
    .replaceAll(/[\s_]+/g, '_')
}
