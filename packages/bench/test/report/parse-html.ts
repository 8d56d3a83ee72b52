/** A strict reader of the page's HTML: everything must be closed, quoted and escaped. */
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: (Element | string)[]
}

const VOID = new Set(['meta', 'br', 'img', 'link', 'input', 'hr'])
const TOKEN =
  /<!doctype html>|<(style|script)(?: type="application\/json" id="figures")?>([^]*?)<\/\1>|<\/([a-z0-9]+)>|<([a-z0-9]+)((?: [a-zA-Z][a-zA-Z0-9-]*="[^"<]*")*)(\/?)>|([^<]+)/y

export function parseHtml(page: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [] }
  const open = [root]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < page.length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(page)
    if (match === null)
      throw new Error(`not well formed at ${at}: ${JSON.stringify(page.slice(at, at + 60))}`)
    const [, raw, rawText, closed, opened, attributes, slash, text] = match
    const top = open[open.length - 1]
    if (raw !== undefined) top.children.push({ name: raw, attributes: new Map(), children: [rawText] })
    else if (text !== undefined) top.children.push(unescaped(text))
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes ${top.name} at ${at}`)
    } else if (opened !== undefined) {
      const element = { name: opened, attributes: attributesOf(attributes), children: [] }
      top.children.push(element)
      if (slash === '' && !VOID.has(opened)) open.push(element)
    }
  }
  if (open.length > 1) throw new Error(`${open[open.length - 1].name} is never closed`)
  return root
}

export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

function attributesOf(text: string): Map<string, string> {
  const pairs = [...text.matchAll(/ ([a-zA-Z][a-zA-Z0-9-]*)="([^"]*)"/g)]
  const attributes = new Map(pairs.map(([, name, value]) => [name, unescaped(value)]))
  if (attributes.size < pairs.length) throw new Error(`an attribute twice: ${text}`)
  return attributes
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

function unescaped(text: string): string {
  return text.replaceAll(/&[^;&]*;?/g, (entity) => {
    if (!Object.hasOwn(ENTITIES, entity)) throw new Error(`a bare ampersand: ${entity}`)
    return ENTITIES[entity]
  })
}
