/** Light, dark, or as the system is: `ThemeSwitch`, `useTheme`, `colour`. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

const KEY = 'gauntlet-theme'
const THEMES = ['auto', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(kept)
  const choose = (chosen: Theme): void => {
    setTheme(chosen)
    apply(chosen)
    keep(chosen)
    dispatchEvent(new Event('gauntlet-theme'))
  }
  return (
    <label class="theme">
      <span>theme</span>
      <select value={theme} onChange={({ currentTarget }) => choose(currentTarget.value as Theme)}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme
}

/** A number that changes with the theme: whoever paints colours paints again. */
export function useTheme(): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const change = (): void => setCount((now) => now + 1)
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', change)
    addEventListener('gauntlet-theme', change)
    return () => {
      system.removeEventListener('change', change)
      removeEventListener('gauntlet-theme', change)
    }
  }, [])
  return count
}

let probe: HTMLElement | undefined

/** What a custom property of the style sheet is now, in the form that canvases take. */
export function colour(property: string): string {
  probe ??= document.head.appendChild(document.createElement('i'))
  probe.style.color = `var(${property})`
  return getComputedStyle(probe).color
}

/** Storage may be refused, as it is to pages from disk by some browsers. */
function kept(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'auto'
  } catch {
    return 'auto'
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // It then lasts as long as the page.
  }
}

// Before anything is drawn, so that no page flashes in another theme.
apply(kept())
