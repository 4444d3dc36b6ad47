package pages

// status answers first of all whether events arrive.
type status struct {
	Text  string
	Class string // good, late
}

func (h *handler) status(answers map[string]asked) status {
	at := answers["last"].Int(0, "arrived")
	if at == 0 {
		return status{"No event of this tool is stored.", "late"}
	}
	s := status{Class: "good"}
	age := max(h.Now().Unix()-at, 0)
	s.Text = "Last event " + seconds(age) + " ago"
	if age > 86400 {
		s.Class = "late"
	}
	if arrivals := answers["recent"]; arrivals.err == nil {
		day := int64(0)
		for i := range arrivals.Rows {
			if arrivals.Int(i, "hour") > h.Now().Unix()/3600-24 {
				day += arrivals.Int(i, "events")
			}
		}
		s.Text += " · " + grouped(day) + " in the last 24 hours"
	}
	refused := int64(0)
	for i := range answers["refusals"].Rows {
		if answers["refusals"].Text(i, "reason") != "duplicate" {
			refused += answers["refusals"].Int(i, "events")
		}
	}
	if refused > 0 {
		s.Text += " · " + grouped(refused) + " refused in this period"
	}
	return s
}
