/** How PINs are kept and compared. */
export { createPins, type IsPin, type Pins, type PinsBusy } from './pins.ts'
