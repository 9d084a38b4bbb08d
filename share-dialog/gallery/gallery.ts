import { openShareDialog } from '../src/index.ts'
import { scenarios } from './scenarios.ts'

const query = new URLSearchParams(location.search)
const theme = query.get('theme')
document.documentElement.style.colorScheme = theme ?? 'light dark'

const open = (key: string) => {
  const scenario = scenarios[key]
  if (!scenario) return
  openShareDialog({
    shareRoot: `/fake/${key}/`,
    studies: scenario.studies,
    alsoOpen: scenario.alsoOpen ?? [],
    getAccessToken: async () => (scenario.signedOut ? undefined : 'gallery'),
    ...(query.has('language') && { language: query.get('language') ?? '' }),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  })
}

const list = document.querySelector('#scenarios')
for (const key of Object.keys(scenarios)) {
  const button = document.createElement('button')
  button.textContent = key
  button.addEventListener('click', () => open(key))
  const item = document.createElement('li')
  item.append(button)
  list?.append(item)
}
open(query.get('scenario') ?? '')
