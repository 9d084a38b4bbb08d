import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

/** Shared by no other test: all its links are ended here. */
const { ultrasoundHeart, mrKnee } = sampleStudies
const heart = [{ studyInstanceUID: ultrasoundHeart.studyInstanceUID }]
const knee = [{ studyInstanceUID: mrKnee.studyInstanceUID }]

test('an administrator sees everybody’s links, and ends all of a study and all of a person at once', async ({
  backAgain,
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const admin = await backAgain('admin')
  const stamp = Date.now()
  const ofDoctor = await api.createShare(doctor, { studies: heart, recipient: `Heart by Dora ${stamp}` })
  const ofAdmin = await api.createShare(admin.accessToken, {
    studies: heart,
    recipient: `Heart by Ada ${stamp}`,
  })
  const otherOfAdmin = await api.createShare(admin.accessToken, {
    studies: knee,
    recipient: `Knee by Ada ${stamp}`,
  })
  const otherOfDoctor = await api.createShare(doctor, { studies: knee, recipient: `Knee by Dora ${stamp}` })
  const state = async ({ share }: typeof ofDoctor) =>
    (await api.getShare(admin.accessToken, share.shareId)).state

  const { page, myShares: shares } = admin
  await shares.open()
  await expect(shares.row(`Heart by Ada ${stamp}`)).toBeVisible()
  await expect(shares.row(`Heart by Dora ${stamp}`)).toHaveCount(0)
  await shares.whose.selectOption({ label: 'Everybody’s' })
  await expect(shares.row(`Heart by Dora ${stamp}`)).toContainText('By Dora Doctor')

  const endAll = async (question: RegExp, answer: RegExp) => {
    await page.getByRole('button', { name: 'End all of these' }).click()
    const asking = page.getByRole('group', { name: 'End all of these' })
    await expect(asking).toContainText(question)
    await expect(asking.getByRole('button', { name: 'Keep it' })).toBeFocused()
    await asking.getByRole('button', { name: 'End all of these' }).click()
    await expect(page.getByText(answer)).toBeVisible()
  }
  await shares.row(`Heart by Dora ${stamp}`).getByRole('button', { name: 'Links of this study' }).click()
  await expect(shares.row(`Knee by Ada ${stamp}`)).toHaveCount(0)
  await endAll(/all working links of this study/, /^2 links have been ended/)
  await expect(shares.rows).toHaveCount(0)
  expect(await Promise.all([ofDoctor, ofAdmin].map(state))).toEqual(['revoked', 'revoked'])

  await page.getByRole('button', { name: 'Show all again' }).click()
  await shares.row(`Knee by Ada ${stamp}`).getByRole('button', { name: 'Links of this person' }).click()
  await expect(page.getByText('Only: Ada Admin')).toBeVisible()
  await endAll(/all working links of Ada Admin/, /^\d+ links? ha(s|ve) been ended/)
  expect(await Promise.all([otherOfAdmin, otherOfDoctor].map(state))).toEqual(['revoked', 'active'])
})

test('whoever is no administrator is offered nobody else’s links', async ({ backAgain }) => {
  const { myShares } = await backAgain('external')
  await myShares.open()
  await expect(myShares.whose).toHaveCount(0)
})
