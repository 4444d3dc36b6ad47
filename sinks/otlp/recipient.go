package otlpsink

// Recipient returns the host that log records are posted to, for a notice or a
// status command: "collector.example.org:4318", or "collector.example.org" if the
// port is the scheme's own. It holds nothing else of the URL. For a nil Sink, and
// the zero one, it is empty.
func (s *Sink) Recipient() string {
	if s == nil {
		return ""
	}
	return s.poster.Recipient()
}
