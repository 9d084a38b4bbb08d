/** The contract's Pin, repeated because the contract's code would bring its schemas along. */
const PIN = /^(?:[0-9]{4,12}|(?![0-9]+$)\S.{6,62}\S)$/u
const GENERATED_DIGITS = 6

/** May this be a PIN: 4 to 12 digits, or a passphrase of 8 to 64 characters? */
export const isPin = (text: string): boolean => PIN.test(text.trim())

/** Six random digits, each equally likely. Works on plain http. */
export const generatePin = (
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string => {
  let digits = ''
  while (digits.length < GENERATED_DIGITS)
    // 250 and above would make the small digits likelier.
    for (const byte of random(new Uint8Array(16)))
      if (byte < 250 && digits.length < GENERATED_DIGITS) digits += String(byte % 10)
  return digits
}
