/** Whether a text is a well-formed SVG document: `svgProblem`. Enough of XML for pictures, not a parser of all of it. */

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g
const ATTRIBUTE = /([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/

/** The first thing that is wrong with the document, as text; undefined where nothing is. */
export function svgProblem(svg: string): string | undefined {
  const open: string[] = []
  let roots = 0
  let end = 0
  for (const match of svg.matchAll(TOKEN)) {
    const [token, closing, name, attributes, empty] = match
    const problem = textProblem(svg.slice(end, match.index), open.length === 0)
    if (problem !== undefined) return problem
    end = match.index + token.length
    if (name === undefined) continue
    if (closing === '/') {
      const expected = open.pop()
      if (expected !== name)
        return `got </${name}>, expected ${expected === undefined ? 'no tag' : `</${expected}>`}`
      continue
    }
    if (open.length === 0 && ++roots > 1) return `got a second root <${name}>, expected one`
    if (open.length === 0 && name !== 'svg') return `the root is <${name}>, expected <svg>`
    const wrong = attributeProblem(name, attributes, open.length === 0)
    if (wrong !== undefined) return wrong
    if (empty !== '/') open.push(name)
  }
  if (roots === 0) return `got ${JSON.stringify(svg.slice(0, 40))}, expected <svg …>`
  if (open.length > 0) return `<${open.at(-1)}> is never closed`
  return textProblem(svg.slice(end), true)
}

function textProblem(text: string, outside: boolean): string | undefined {
  if (outside && text.trim() !== '') return `got ${JSON.stringify(text.trim().slice(0, 40))} outside the root`
  if (text.includes('<'))
    return `cannot read ${JSON.stringify(text.slice(text.indexOf('<'), text.indexOf('<') + 40))}`
  if (BARE_AMPERSAND.test(text)) return `got a bare & in ${JSON.stringify(text.slice(0, 40))}`
  return undefined
}

function attributeProblem(tag: string, attributes: string, root: boolean): string | undefined {
  const seen = new Map<string, string>()
  for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single
    if (seen.has(name)) return `<${tag}> has two attributes ${name}`
    if (BARE_AMPERSAND.test(value)) return `<${tag}> has a bare & in ${name}`
    if (/\b(NaN|undefined|Infinity)\b/.test(value))
      return `<${tag}> has ${name}="${value}", expected a number`
    seen.set(name, value)
  }
  if (root && seen.get('xmlns') !== 'http://www.w3.org/2000/svg') {
    return `xmlns is ${seen.get('xmlns')}, expected http://www.w3.org/2000/svg`
  }
  return undefined
}
