package app

func (k *commands) statusVerb() Verb {
	var check, showID bool
	v, flags := k.verb("status", "Show whether anything is recorded, and why",
		`Shows whether anything is recorded and sent, why, and where it is. It only
reads, and makes no identity.`,
		func(c *call) int { return k.showStatus(c, check, showID) })
	flags.BoolVar(&check, "check", false, "exit with 3 unless telemetry is on")
	flags.BoolVar(&showID, "show-id", false, "show the whole machine ID")
	return v
}

func (k *commands) showStatus(c *call, check, showID bool) int {
	s := k.status()
	write := s.writeText
	if c.out == outputJSON {
		write = s.writeJSON
	}
	if err := write(c.stdout, showID); err != nil {
		return c.failed(err)
	}
	for _, note := range s.verdict.Notes {
		c.note("Note: %s.", note)
	}
	if check && !s.verdict.on() {
		return exitRefused
	}
	return exitDone
}
