/** Markup that is safe to send as it is. */
export class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

type Value = Html | string | number | undefined | false | readonly (Html | string | number)[]

/** A template whose values are escaped, unless they are markup themselves. Absent ones leave nothing. */
export function html(template: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(String.raw({ raw: template }, ...values.map(render)))
}

function render(value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  return Array.isArray(value) ? value.map(render).join('') : escape(String(value))
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}
