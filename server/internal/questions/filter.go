package questions

// Any stands in a Filter's field for all values.
const Any = "*"

// Filter says which events a question is about. Its zero fields mean any value.
type Filter struct {
	Tool                 string
	Version, OS, Command string
	From, To             int64 // days, both included
	Dev                  bool  // development versions as well; one that Version names counts anyway
}

// parameters are the values of the SQL's parameters.
func (f Filter) parameters() []parameter {
	orAny := func(s string) string {
		if s == "" {
			return Any
		}
		return s
	}
	dev := int64(0)
	if f.Dev || orAny(f.Version) != Any {
		dev = 1
	}
	return []parameter{
		{"tool", f.Tool},
		{"version", orAny(f.Version)},
		{"os", orAny(f.OS)},
		{"command", orAny(f.Command)},
		{"dev", dev},
		{"from", f.From},
		{"to", f.To},
		{"before", f.From - (f.To - f.From + 1)},
	}
}

type parameter struct {
	name  string
	value any // string or int64
}

// fixed is how many of version, OS and command have one value.
func (f Filter) fixed() (version, os, command bool) {
	one := func(s string) bool { return s != "" && s != Any }
	return one(f.Version), one(f.OS), one(f.Command)
}
