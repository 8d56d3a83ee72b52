/** The application: its frame, and the page that the address names. */
import type { JSX } from 'preact'
import { render } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { SiteIndex } from '../src/site-data.ts'
import { useData } from './data.ts'
import { AlgorithmPage } from './pages/algorithm.tsx'
import { CellPage } from './pages/cell.tsx'
import { EnvironmentPage } from './pages/environment.tsx'
import { NotesPage } from './pages/notes.tsx'
import { OverviewPage } from './pages/overview.tsx'
import { SettingPage } from './pages/setting.tsx'
import { Missing, Waiting } from './parts/waiting.tsx'
import { ThemeSwitch } from './parts/theme.tsx'
import { ReplayPage } from './replay/replay-page.tsx'
import { type Route, linkTo, useRoute } from './route.ts'
import './style.css'

function Application(): JSX.Element {
  const index = useData<SiteIndex>('index')
  const route = useRoute()
  const main = useRef<HTMLElement>(null)
  const page = `${route.kind} ${route.name}`
  const title = index.state === 'there' ? index.value.title : 'Gauntlet'
  useLayoutEffect(() => {
    document.title = route.kind === 'overview' ? title : `${route.name || route.kind} – ${title}`
  }, [page, title])
  useArrival(page, main)
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href={linkTo('overview')}>
          {title}
        </a>
        {index.state === 'there' && <Navigation index={index.value} route={route} />}
        <ThemeSwitch />
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {index.state === 'there' ? (
          <Page key={page} index={index.value} route={route} />
        ) : (
          <Waiting on={index} />
        )}
      </main>
      <footer>
        Made by Gauntlet. Everything here can be computed again:{' '}
        <a href={linkTo('notes')}>how, and how to read it</a>.
      </footer>
    </>
  )
}

function Navigation({ index, route }: { index: SiteIndex; route: Route }): JSX.Element {
  const [overall, ...domains] = index.tables
  const here = (kind: string, name: string): 'page' | undefined =>
    route.kind === kind && route.name === name ? 'page' : undefined
  return (
    <nav aria-label="Leaderboards">
      <a href={linkTo('overview')} aria-current={here('overview', '')}>
        {overall.name}
      </a>
      {domains.map(({ name }) => (
        <a key={name} href={linkTo('domain', name)} aria-current={here('domain', name)}>
          {name}
        </a>
      ))}
      <a href={linkTo('notes')} aria-current={here('notes', '')}>
        notes
      </a>
    </nav>
  )
}

function Page({ index, route }: { index: SiteIndex; route: Route }): JSX.Element {
  const { kind, name } = route
  switch (kind) {
    case 'overview':
      return <OverviewPage index={index} table={index.tables[0]} />
    case 'domain': {
      const table = index.tables.slice(1).find((one) => one.name === name)
      return table === undefined ? (
        <Missing kind={kind} name={name} />
      ) : (
        <OverviewPage index={index} table={table} />
      )
    }
    case 'setting':
      return <SettingPage index={index} name={name} />
    case 'environment':
      return <EnvironmentPage index={index} id={name} />
    case 'algorithm':
      return <AlgorithmPage index={index} id={name} />
    case 'cell':
      return <CellPage cell={name} />
    case 'replay':
      return <ReplayPage index={index} cell={name} query={route.query} />
    case 'notes':
      return <NotesPage index={index} />
    default:
      return <Missing kind={kind} name={name} />
  }
}

/** Whoever comes to another page starts at its top, also with a screen reader; not on the first one. */
function useArrival(page: string, main: { readonly current: HTMLElement | null }): void {
  const last = useRef(page)
  useLayoutEffect(() => {
    if (last.current === page) return
    last.current = page
    window.scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [page])
}

/** Fragments are addresses of pages here, so that the link itself may lead nowhere. */
function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault()
  main?.focus()
}

render(<Application />, document.body)
