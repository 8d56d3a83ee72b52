/**
 * The site's data, loaded when a page asks: `load`, `useData`.
 *
 * Each file is a script that calls `gauntletData(name, value)`: pages that are opened from disk may load scripts, and nothing else.
 */
import { useEffect, useState } from 'preact/hooks'

const loading = new Map<string, Promise<unknown>>()
const loaded = new Map<string, unknown>()

Object.assign(window, {
  gauntletData: (name: string, value: unknown) => void loaded.set(name, value),
})

/** The value of a data file by its name. Errors: where the site has no such file. */
export function load<T>(name: string): Promise<T> {
  const begun = loading.get(name) ?? loadScript(`data/${name}.js`).then(() => loaded.get(name))
  loading.set(name, begun)
  return begun as Promise<T>
}

/** Runs a classic script of the site's folder. Errors: where there is none. */
export function loadScript(path: string): Promise<void> {
  return new Promise((done, fail) => {
    const script = document.createElement('script')
    script.src = path
    script.addEventListener('load', () => done())
    script.addEventListener('error', () => fail(new Error(`${path} is not on this site`)))
    document.head.append(script)
  })
}

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'there'; readonly value: T }
  | { readonly state: 'failed'; readonly message: string }

/** A data file as a page sees it while it comes; of undefined, nothing ever comes. */
export function useData<T>(name: string | undefined): Loaded<T> {
  const [seen, setSeen] = useState<{ name: string | undefined; loaded: Loaded<T> }>({
    name: undefined,
    loaded: { state: 'loading' },
  })
  useEffect(() => {
    let current = true
    const tell = (one: Loaded<T>): void => {
      if (current) setSeen({ name, loaded: one })
    }
    if (name !== undefined) {
      load<T>(name).then(
        (value) => tell({ state: 'there', value }),
        (error: unknown) => tell({ state: 'failed', message: (error as Error).message }),
      )
    }
    return () => {
      current = false
    }
  }, [name])
  return seen.name === name ? seen.loaded : { state: 'loading' }
}
