import { readQuestion } from '@aika/recall'

/** What messages are acknowledged with, in the languages that search knows. */
const pleasantries = new Set(
  `ok okay yes yeah yep no nope sure thanks thank thx please hi hello hey bye good great nice cool fine perfect wow lol welcome
  danke bitte gut super hallo tschüss nein genau prima да нет спасибо пожалуйста привет пока хорошо ладно понятно ок
  merci bonjour salut oui non bien gracias hola vale bueno`.split(/\s+/),
)

/** The words of a message that say what it is about, in lower case; none: there is nothing to look for. */
export function contentWords(text: string): string[] {
  return readQuestion(text).words.filter((word) => !pleasantries.has(word))
}
