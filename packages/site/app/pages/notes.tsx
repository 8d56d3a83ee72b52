/** How to read the tables, what is not in them, and how to compute all of it again. */
import type { JSX } from 'preact'
import { provenanceLines } from '@gauntlet/bench/tables'
import type { NotesData, SiteIndex } from '../../src/site-data.ts'
import { useData } from '../data.ts'
import { ApartTable } from '../parts/apart-table.tsx'
import { Commands, Facts, Texts } from '../parts/facts.tsx'
import { TextTable } from '../parts/frame.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { linkTo } from '../route.ts'

export function NotesPage({ index }: { index: SiteIndex }): JSX.Element {
  const data = useData<NotesData>('notes')
  return (
    <>
      <h1>Notes</h1>
      {data.state === 'there' ? <Notes notes={data.value} /> : <Waiting on={data} />}
      <h2>Algorithms</h2>
      <TextTable
        caption="The algorithms in the tables"
        titles={['algorithm', 'version', 'family', 'what it does']}
        left={['family', 'what it does']}
        rows={index.algorithms.map(({ id, version, family, summary }) => [
          <a href={linkTo('algorithm', id)}>{id}</a>,
          version,
          family,
          summary,
        ])}
      />
    </>
  )
}

function Notes({ notes }: { notes: NotesData }): JSX.Element {
  const { reading, notComparable, failures, notApplicable, adapters, provenance, reproduce } = notes
  return (
    <>
      <h2>How to read this</h2>
      <Texts texts={reading} />
      {notComparable.length > 0 && (
        <>
          <h2>Not comparable</h2>
          <ApartTable rows={notComparable} />
        </>
      )}
      {failures.length > 0 && (
        <>
          <h2>Failed cells</h2>
          <TextTable
            caption="Cells that gave no result. They score as the random policy."
            titles={['setting', 'algorithm', 'seed', 'reason', 'message']}
            left={['algorithm', 'reason', 'message']}
            rows={failures.map(({ environment, setting, name, seed, reason, message }) => [
              `${environment}:${setting}`,
              name,
              seed,
              reason,
              message,
            ])}
          />
        </>
      )}
      <h2>Computed on</h2>
      <Facts facts={provenanceLines(provenance)} />
      {reproduce.length > 0 && (
        <>
          <h2>Reproduce</h2>
          <Commands label="Commands that compute the tables" text={reproduce.join('\n')} />
        </>
      )}
      {adapters.length > 0 && (
        <>
          <h2>Adapters</h2>
          <Facts
            facts={adapters.map(({ id, version, note }) => ({ label: `${id}@${version}`, text: note }))}
          />
        </>
      )}
      {notApplicable.length > 0 && (
        <details>
          <summary>Not applicable: {notApplicable.length} reasons</summary>
          <TextTable
            caption="What was left out, and why"
            titles={['algorithm', 'settings', 'why']}
            left={['why']}
            rows={notApplicable.map(({ algorithm, settings, reason }) => [algorithm, settings, reason])}
          />
        </details>
      )}
    </>
  )
}
