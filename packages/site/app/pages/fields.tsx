/** What an algorithm or an environment takes, and where it comes from: `Fields`. */
import type { JSX } from 'preact'
import type { Description } from '@gauntlet/bench'
import { TextTable } from '../parts/frame.tsx'

/** Default values are cut where they are long. */
const LONGEST = 40

export function Fields({
  caption,
  fields,
}: {
  caption: string
  fields: Description['parameters']
}): JSX.Element {
  if (fields === undefined || fields.length === 0) return <p class="soft">None.</p>
  return (
    <TextTable
      caption={caption}
      titles={['name', 'default', 'unit', 'allowed', 'meaning']}
      left={['default', 'unit', 'allowed', 'meaning']}
      rows={fields.map(({ name, default: value, unit, allowed, description }) => [
        <code>{name}</code>,
        String(value).slice(0, LONGEST),
        unit ?? '',
        allowed,
        description,
      ])}
    />
  )
}
