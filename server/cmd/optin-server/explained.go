package main

import (
	"errors"
	"flag"
)

// explained is the value of a flag whose errors say what to write; those of package
// flag say "parse error".
type explained struct {
	flag.Value
	isBool bool
	hint   string
}

// explainErrors makes the errors of the flags that are numbers or switches say what to
// write.
func explainErrors(flags *flag.FlagSet) {
	flags.VisitAll(func(f *flag.Flag) {
		value, ok := f.Value.(flag.Getter)
		if !ok {
			return
		}
		switch value.Get().(type) {
		case int:
			f.Value = explained{value, false, "use a whole number such as " + f.DefValue}
		case bool:
			f.Value = explained{value, true, "use true or false"}
		}
	})
}

func (e explained) IsBoolFlag() bool { return e.isBool }

// Set sets the flag.
func (e explained) Set(text string) error {
	if e.Value.Set(text) != nil {
		return errors.New(e.hint)
	}
	return nil
}
