package telemetry

// Attr is one attribute of an event: a key and a value, both text.
//
// Values are strings on purpose. A number or a free text that someone must
// format is one that someone has thought about; prefer a few fixed words, such
// as "ok" and "error", to anything a user typed.
type Attr struct {
	Key, Value string
}

// String returns the attribute with the given key and value.
func String(key, value string) Attr { return Attr{Key: key, Value: value} }
