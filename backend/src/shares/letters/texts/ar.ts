import type { LetterTexts } from './letter-texts.ts'

export const ar: LetterTexts = {
  subject: 'صور طبية لك',
  intro: '{name} يشارك معك صورًا طبية.',
  open: 'فتح الصور',
  until: 'الرابط صالح حتى {date}.',
  pin: 'سيُطلب منك رمز PIN، وستحصل عليه بطريقة أخرى.',
  personal: 'كل من لديه الرابط يستطيع فتحه: يُرجى عدم تمريره إلى غيرك.',
  openedSubject: 'تم فتح الرابط الخاص بك',
  opened: 'تم فتح رابط أنشأتَه: {date}. عدد مرات الفتح حتى الآن: {count}.',
  manage: 'الاطلاع عليه أو تعديله أو إنهاؤه',
}
