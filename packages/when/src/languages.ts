/**
 * How each language says that something comes again. Sources of regular expressions over text in lower case; days from
 * Sunday on, months from January on. The time of day at the end is read by chrono.
 */
export interface Language {
  /** In front of what comes again. */
  every: string
  /** `every other day`. */
  other: string
  units: Record<Unit, string>
  /** Monday to Friday, and the rest, after `every`. */
  workday: string
  weekend: string
  /** Said alone, without `every`. */
  alone: {
    day: string
    week: string
    month: string
    hour: string
    year: string
    workday: string
    weekend: string
  }
  days: string[]
  /** Said alone: `mondays`, `по понедельникам`. Empty where the language has none. */
  daysAlone: string[]
  months: string[]
  /** Before a part of the day: `every morning`. */
  parts: { morning: string; evening: string; night: string }
  and: string
  /** Between a unit and its day: `every week on friday`. */
  on: string
  /** After a day's number: `1st`. */
  ordinal: string
  /** Before a month's number: `on the 15th day of`. */
  of: string
}

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

const none = '(?!)'

const en: Language = {
  every: 'every|each', other: 'other|second',
  units: { second: 'seconds?|secs?', minute: 'minutes?|mins?|m', hour: 'hours?|hrs?|h', day: 'days?|d', week: 'weeks?', month: 'months?', year: 'years?' },
  workday: 'weekdays?|workdays?|working days?|business days?', weekend: 'weekends?',
  alone: { day: 'daily|everyday', week: 'weekly', month: 'monthly', hour: 'hourly', year: 'yearly|annually', workday: 'weekdays|(?:on )?workdays|on weekdays', weekend: 'on weekends' },
  days: ['sun(?:days?)?', 'mon(?:days?)?', 'tue(?:s|sdays?)?', 'wed(?:nesdays?)?', 'thu(?:rs|rsdays?|r)?', 'fri(?:days?)?', 'sat(?:urdays?)?'],
  daysAlone: ['sundays', 'mondays', 'tuesdays', 'wednesdays', 'thursdays', 'fridays', 'saturdays'],
  months: ['jan(?:uary)?', 'feb(?:ruary)?', 'mar(?:ch)?', 'apr(?:il)?', 'may', 'june?', 'july?', 'aug(?:ust)?', 'sep(?:t|tember)?', 'oct(?:ober)?', 'nov(?:ember)?', 'dec(?:ember)?'],
  parts: { morning: 'morning', evening: 'evening', night: 'night' },
  and: 'and|&', on: 'on the|on|the', ordinal: 'st|nd|rd|th', of: '(?:day )?of (?:the|each|every) month|(?:day )?of the month',
} // prettier-ignore

const ru: Language = {
  every: 'кажд(?:ый|ую|ое|ые|ого|ой|ых)', other: 'втор(?:ой|ую|ое)',
  units: { second: 'секунд[уы]?', minute: 'минут[уы]?|мин', hour: 'час(?:а|ов)?|ч', day: 'день|дня|дней|сутки', week: 'недел[юиь]|недель', month: 'месяц(?:а|ев)?', year: 'год|года|лет' },
  workday: 'будн(?:ий день|ие дни|ие|ий)|рабоч(?:ий день|ие дни)', weekend: 'выходн(?:ой|ые)',
  alone: { day: 'ежедневно', week: 'еженедельно', month: 'ежемесячно', hour: 'ежечасно', year: 'ежегодно', workday: 'по будням|в будни|по рабочим дням', weekend: 'по выходным' },
  days: ['воскресень[ея]|вс', 'понедельник|пн', 'вторник|вт', 'сред[ау]|ср', 'четверг|чт', 'пятниц[ау]|пт', 'суббот[ау]|сб'],
  daysAlone: ['по воскресеньям', 'по понедельникам', 'по вторникам', 'по средам', 'по четвергам', 'по пятницам', 'по субботам'],
  months: ['январ[яь]', 'феврал[яь]', 'марта?', 'апрел[яь]', 'ма[яй]', 'июн[яь]', 'июл[яь]', 'августа?', 'сентябр[яь]', 'октябр[яь]', 'ноябр[яь]', 'декабр[яь]'],
  parts: { morning: 'утро', evening: 'вечер', night: 'ночь' },
  and: 'и', on: 'во|в|по', ordinal: '-?го|-?е', of: 'числ[оа](?: каждого месяца| месяца)?',
} // prettier-ignore

const uk: Language = {
  every: 'кож(?:ен|ну|не|ні|ного|ної|них)', other: 'друг(?:ий|у|е)',
  units: { second: 'секунд[уи]?', minute: 'хвилин[уи]?|хв', hour: 'годин[уи]?|год', day: 'день|дн[іяю]|днів', week: 'тиж(?:день|ні|нів)|тижня', month: 'місяц[ья]|місяці|місяців', year: 'рік|роки|років|року' },
  workday: 'будн(?:ій день|ій|і)|роб(?:очий день|очого дня)', weekend: 'вихідн(?:ий|і)',
  alone: { day: 'щодня|щоденно', week: 'щотижня', month: 'щомісяця', hour: 'щогодини', year: 'щороку', workday: 'по буднях|у будні|в будні', weekend: 'по вихідних' },
  days: ['неділ[яюі]', 'понеділ(?:ок|ка)', 'вівтор(?:ок|ка)', 'серед[ауи]', 'четвер(?:га)?', "п['’ʼ]?ятниц[яюі]", 'субот[ауи]'],
  daysAlone: ['щонеділі', 'щопонеділка', 'щовівторка', 'щосереди', 'щочетверга', "щоп['’ʼ]?ятниці", 'щосуботи'],
  months: ['січня', 'лютого', 'березня', 'квітня', 'травня', 'червня', 'липня', 'серпня', 'вересня', 'жовтня', 'листопада', 'грудня'],
  parts: { morning: 'ранку|ранок', evening: 'вечора|вечір', night: 'ночі|ніч' },
  and: 'і|й|та', on: 'у|в|по', ordinal: '-?го', of: 'числ[оа](?: кожного місяця| місяця)?',
} // prettier-ignore

const de: Language = {
  every: 'jede[nrsm]?|alle', other: 'zweite[nrs]?',
  units: { second: 'sekunden?', minute: 'minuten?|min', hour: 'stunden?|std', day: 'tage?n?', week: 'wochen?', month: 'monate?n?', year: 'jahre?n?' },
  workday: 'werktage?|arbeitstage?', weekend: 'wochenenden?',
  alone: { day: 'täglich', week: 'wöchentlich', month: 'monatlich', hour: 'stündlich', year: 'jährlich', workday: 'werktags|wochentags', weekend: none },
  days: ['sonntag', 'montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag|sonnabend'],
  daysAlone: ['sonntags', 'montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags|sonnabends'],
  months: ['januar', 'februar', 'märz', 'april', 'mai', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'dezember'],
  parts: { morning: 'morgen', evening: 'abend', night: 'nacht' },
  and: 'und', on: 'am', ordinal: '\\.', of: '(?:tag )?(?:des|im|jedes|eines jeden) monats?',
} // prettier-ignore

const es: Language = {
  every: 'cada|todos los|todas las', other: 'segundo|segunda',
  units: { second: 'segundos?', minute: 'minutos?', hour: 'horas?', day: 'd[ií]as?', week: 'semanas?', month: 'mes(?:es)?', year: 'años?' },
  workday: 'd[ií]as? (?:laborables?|h[aá]bil(?:es)?)', weekend: 'fin(?:es)? de semana',
  alone: { day: 'diariamente|a diario', week: 'semanalmente', month: 'mensualmente', hour: none, year: 'anualmente', workday: 'entre semana', weekend: 'los fines de semana' },
  days: ['domingos?', 'lunes', 'martes', 'mi[eé]rcoles', 'jueves', 'viernes', 's[aá]bados?'],
  daysAlone: ['los domingos', 'los lunes', 'los martes', 'los mi[eé]rcoles', 'los jueves', 'los viernes', 'los s[aá]bados'],
  months: ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
  parts: { morning: 'mañanas?', evening: 'tardes?', night: 'noches?' },
  and: 'y', on: 'el', ordinal: 'º|ª', of: '(?:de|del) (?:cada )?mes',
} // prettier-ignore

const pt: Language = {
  every: 'cada|todos? os|todas? as|todo|toda', other: 'segundo|segunda',
  units: { second: 'segundos?', minute: 'minutos?', hour: 'horas?', day: 'dias?', week: 'semanas?', month: 'm[eê]s|meses', year: 'anos?' },
  workday: 'dias? (?:úte?is?|útil)', weekend: '(?:fim|fins) de semana',
  alone: { day: 'diariamente', week: 'semanalmente', month: 'mensalmente', hour: none, year: 'anualmente', workday: 'nos dias úteis|em dias úteis', weekend: 'nos fins de semana' },
  days: ['domingos?', 'segundas?(?:-feiras?)?', 'terças?(?:-feiras?)?', 'quartas?(?:-feiras?)?', 'quintas?(?:-feiras?)?', 'sextas?(?:-feiras?)?', 's[aá]bados?'],
  daysAlone: ['aos domingos', 'às segundas(?:-feiras)?', 'às terças(?:-feiras)?', 'às quartas(?:-feiras)?', 'às quintas(?:-feiras)?', 'às sextas(?:-feiras)?', 'aos s[aá]bados'],
  months: ['janeiro', 'fevereiro', 'março', 'abril', 'maio', 'junho', 'julho', 'agosto', 'setembro', 'outubro', 'novembro', 'dezembro'],
  parts: { morning: 'manhãs?', evening: 'tardes?', night: 'noites?' },
  and: 'e', on: 'no dia|na|no', ordinal: 'º', of: 'de cada m[eê]s|do m[eê]s',
} // prettier-ignore

const fr: Language = {
  every: 'chaque|tous les|toutes les', other: 'deuxième',
  units: { second: 'secondes?', minute: 'minutes?', hour: 'heures?|h', day: 'jours?', week: 'semaines?', month: 'mois', year: 'ans?|années?' },
  workday: 'jours? (?:ouvrés?|ouvrables?|de semaine)', weekend: 'week-?ends?',
  alone: { day: 'quotidiennement', week: 'hebdomadairement', month: 'mensuellement', hour: none, year: 'annuellement', workday: 'en semaine', weekend: 'les week-?ends' },
  days: ['dimanches?', 'lundis?', 'mardis?', 'mercredis?', 'jeudis?', 'vendredis?', 'samedis?'],
  daysAlone: ['les dimanches', 'les lundis', 'les mardis', 'les mercredis', 'les jeudis', 'les vendredis', 'les samedis'],
  months: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
  parts: { morning: 'matins?', evening: 'soirs?', night: 'nuits?' },
  and: 'et', on: 'le', ordinal: 'er|ème|e', of: '(?:de chaque|du) mois',
} // prettier-ignore

const it: Language = {
  every: 'ogni|tutti i|tutte le', other: 'secondo|seconda',
  units: { second: 'secondi?o?', minute: 'minut[oi]', hour: 'or[ae]', day: 'giorn[oi]', week: 'settiman[ae]', month: 'mes[ei]', year: 'ann[oi]' },
  workday: 'giorn[oi] (?:feriali?|lavorativ[oi])', weekend: 'fine settimana|weekend',
  alone: { day: 'quotidianamente', week: 'settimanalmente', month: 'mensilmente', hour: none, year: 'annualmente', workday: 'nei giorni feriali', weekend: 'nei fine settimana' },
  days: ['domenic(?:a|he)', 'luned[iì]', 'marted[iì]', 'mercoled[iì]', 'gioved[iì]', 'venerd[iì]', 'sabat[oi]'],
  // `il lunedì` may be one Monday or all.
  daysAlone: [],
  months: ['gennaio', 'febbraio', 'marzo', 'aprile', 'maggio', 'giugno', 'luglio', 'agosto', 'settembre', 'ottobre', 'novembre', 'dicembre'],
  parts: { morning: 'mattin[ae]', evening: 'ser[ae]', night: 'nott[ei]' },
  and: 'e', on: 'il', ordinal: 'º', of: '(?:di ogni|del) mese',
} // prettier-ignore

const nl: Language = {
  every: 'elke?|iedere?', other: 'tweede',
  units: { second: 'seconden?', minute: 'minu(?:ut|ten)', hour: 'uu?r|uren', day: 'dag|dagen', week: 'week|weken', month: 'maand(?:en)?', year: 'jaar|jaren' },
  workday: 'werkdag(?:en)?|doordeweekse dag', weekend: 'weekend(?:en)?',
  alone: { day: 'dagelijks', week: 'wekelijks', month: 'maandelijks', hour: none, year: 'jaarlijks', workday: 'op werkdagen|doordeweeks', weekend: none },
  days: ['zondag', 'maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag'],
  daysAlone: ['zondags', 'maandags', 'dinsdags', 'woensdags', 'donderdags', 'vrijdags', 'zaterdags'],
  months: ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december'],
  parts: { morning: 'ochtend|morgen', evening: 'avond', night: 'nacht' },
  and: 'en', on: 'op de|op', ordinal: 'e|de|ste', of: 'van (?:de|elke) maand',
} // prettier-ignore

export const languages: Language[] = [en, ru, de, es, fr, it, pt, nl, uk]
