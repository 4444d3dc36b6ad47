package app

// readingIDIsSlow: the machine ID comes from the program ioreg.
const readingIDIsSlow = true
