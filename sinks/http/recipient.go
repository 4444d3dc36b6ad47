package httpsink

// Recipient returns the host that events are posted to, for a notice or a status
// command: "telemetry.example.org", or "telemetry.example.org:8443" if the port
// is not the scheme's own. It holds nothing else of the URL. For a nil Sink, and
// the zero one, it is empty.
func (s *Sink) Recipient() string {
	if !s.isUsable() {
		return ""
	}
	return s.poster.Recipient()
}
