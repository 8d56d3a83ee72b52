/** Which page an address names: `useRoute`, `linkTo`. Pages are fragments, so that one file serves them all, also from disk. */
import { useEffect, useState } from 'preact/hooks'

export type PageKind =
  | 'overview'
  | 'domain'
  | 'setting'
  | 'environment'
  | 'algorithm'
  | 'cell'
  | 'replay'
  | 'notes'

export interface Route {
  readonly kind: string
  /** What the page is of. */
  readonly name: string
  readonly query: URLSearchParams
}

/** `#/setting/mapf/lifelong:random-32`. Names may hold anything. */
export function linkTo(kind: PageKind, name = '', query: Readonly<Record<string, string>> = {}): string {
  const asked = new URLSearchParams(query).toString()
  const path = name.split('/').map(encodeURIComponent).join('/')
  const tail = asked === '' ? '' : `?${asked}`
  return kind === 'overview' ? `#/${tail}` : `#/${kind}${name === '' ? '' : `/${path}`}${tail}`
}

export function useRoute(): Route {
  const [route, setRoute] = useState(current)
  useEffect(() => {
    const change = (): void => setRoute(current())
    window.addEventListener('hashchange', change)
    return () => window.removeEventListener('hashchange', change)
  }, [])
  return route
}

function current(): Route {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2)
  const [kind, ...parts] = path.split('/')
  return { kind: kind || 'overview', name: parts.map(decoded).join('/'), query: new URLSearchParams(query) }
}

/** An address that somebody typed may be malformed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
