import { wordsOf } from './words.ts'

/** Words by which people say that something is no longer as it was. */
const lists = {
  en: `now new newer newest anew another other instead anymore longer again changed changes switched replaced moved wrong
    correction corrected actually meanwhile since nowadays`,
  de: `jetzt nun neu neue neuen neuer neues neuem andere anderen anderer anderes anderem stattdessen mehr inzwischen
    mittlerweile geändert gewechselt ersetzt umgezogen falsch korrektur`,
  ru: `теперь сейчас новый новая новое новые нового новую другой другая другое другие другого другую вместо больше
    изменил изменила изменился сменил сменила переехал переехала заново`,
  fr: `maintenant désormais nouveau nouvel nouvelle nouveaux nouvelles autre autres plutôt changé remplacé déménagé
    dorénavant`,
  es: `ahora nuevo nueva nuevos nuevas otro otra otros otras cambió cambiado cambiada mudó mudado reemplazó
    actualmente`,
}

const changeWords = new Set(
  Object.values(lists)
    .flatMap((list) => list.split(/\s+/))
    .flatMap(wordsOf),
)

/** Whether a text may say that something changed. */
export const saysChange = (body: string): boolean => wordsOf(body).some((word) => changeWords.has(word))
