/** How PINs are kept and compared. */
export { createPins, type Pins, type PinsBusy } from './pins.ts'
