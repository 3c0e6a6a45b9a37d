/** How months and weekdays begin in the languages people write here; enough to tell them from each other. */
const months: [name: string, beginnings: RegExp][] = [
  ['january', /^(?:jan(?:uar[yi]?|\.)?$|январ|janv|enero)/],
  ['february', /^(?:feb(?:ruar[yi]?|\.)?$|феврал|févr|fevr|febrero)/],
  ['march', /^(?:march|märz|marz|март|mars$)/],
  ['april', /^(?:apr(?:il)?$|апрел|avril|abril)/],
  ['may', /^(?:may$|mai$|ма[йяе]$|mayo)/],
  ['june', /^(?:june?$|juni$|июн|juin$|junio)/],
  ['july', /^(?:july?$|juli$|июл|juillet|julio)/],
  ['august', /^(?:aug(?:ust)?$|август|août|aout|agosto)/],
  ['september', /^(?:sept?$|septemb|сентябр|septiembre)/],
  ['october', /^(?:oct(?:ober|obre)?$|oktober|октябр|octubre)/],
  ['november', /^(?:nov(?:emb(?:er|re))?$|ноябр|noviembre)/],
  ['december', /^(?:dec(?:ember)?$|dezember|декабр|décembre|decembre|diciembre)/],
]

const weekdays: [name: string, beginnings: RegExp][] = [
  ['monday', /^(?:mondays?$|montag|понедельник|lundi|lunes$)/],
  ['tuesday', /^(?:tuesdays?$|dienstag|вторник|mardi|martes$)/],
  ['wednesday', /^(?:wednesdays?$|mittwoch|сред[ауые]$|mercredi|miércoles|miercoles)/],
  ['thursday', /^(?:thursdays?$|donnerstag|четверг|jeudi|jueves$)/],
  ['friday', /^(?:fridays?$|freitag|пятниц|vendredi|viernes$)/],
  ['saturday', /^(?:saturdays?$|samstag|sonnabend|суббот|samedi|sábado|sabado)/],
  ['sunday', /^(?:sundays?$|sonntag|воскресень|dimanche|domingo)/],
]

const named = (table: [string, RegExp][], word: string) =>
  table.find(([, beginnings]) => beginnings.test(word))?.[0]

/** The English name of the month that a word of any of the languages means. */
export const monthOf = (word: string): string | undefined => named(months, word)

export const weekdayOf = (word: string): string | undefined => named(weekdays, word)

/** Whether a question wants a time for its answer. */
export const asksForTime = (text: string): boolean =>
  /\b(?:when|how (?:long|often)|what (?:date|day|month|year|time)|which (?:day|month|year)|wann|wie lange|seit|quand|combien de temps|cuándo|cuando|cuánto tiempo)\b|когда|как долго|сколько (?:времени|лет)|во сколько/iu.test(
    text,
  )

// Without the flag u, which makes it four times as slow: it too is asked of every passage.
const timeWords =
  /\b(?:yesterday|today|tonight|tomorrow|ago|last|next|since|week(?:end)?s?|months?|years?|morning|evening|recently|(?:19|20)\d\d|heute|gestern|morgen|woche|monat|jahr|hier|demain|semaine|mois|année|ayer|hoy|mañana|semana|mes|año)\b|вчера|сегодня|завтра|назад|недел|месяц|год/i

/** All of them in one: it is asked of every word of every passage that is looked at. */
const anyName = new RegExp([...months, ...weekdays].map(([, beginnings]) => beginnings.source).join('|'))

/** Whether a text says when something was or will be. */
export function saysTime(text: string): boolean {
  return (
    timeWords.test(text) || (text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).some((word) => anyName.test(word))
  )
}
