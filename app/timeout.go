package app

import (
	"errors"
	"flag"
	"time"
)

// timeout is the value of the flag --timeout.
type timeout time.Duration

// timeoutFlag adds the flag --timeout to the flags of a verb.
func timeoutFlag(flags *flag.FlagSet) *timeout {
	t := timeout(10 * time.Second)
	flags.Var(&t, "timeout", "give up after this `time`, such as 5s")
	return &t
}

func (t *timeout) String() string { return time.Duration(*t).String() }

// Set says what to write instead of a wrong text; package flag would not.
func (t *timeout) Set(text string) error {
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return errors.New("use a duration such as 5s")
	case d <= 0:
		return errors.New("use a duration longer than 0, such as 5s")
	}
	*t = timeout(d)
	return nil
}
