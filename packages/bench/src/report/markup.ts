/** HTML that is safe by construction: whatever the template `markup` is given is text unless it is `Markup`. */

/** Text that is HTML already. */
export class Markup {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

export type Piece = string | number | Markup | readonly Markup[]

/**
 * A template whose values are escaped, but for markup and lists of markup. Not named `html`: formatters would
 * rewrite the text within, and the digests of the content security policy with it.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let source = strings[0]
  values.forEach((value, i) => (source += render(value) + strings[i + 1]))
  return new Markup(source)
}

/** Nothing: for what is left out. */
export const NOTHING: Markup = new Markup('')

function render(value: Piece): string {
  if (value instanceof Markup) return value.source
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return value.map(({ source }) => source).join('')
}

/** For text and for quoted attributes; characters that no HTML may hold become U+FFFD. */
function escapeHtml(text: string): string {
  return text
    .replaceAll(/[\p{Cs}\p{Cc}]/gu, (letter) => ('\t\n'.includes(letter) ? letter : '\uFFFD'))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
