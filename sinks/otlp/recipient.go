package otlpsink

// Recipient returns the host that receives the log records, for a notice or a
// status command: "collector.example.org:4318", or "collector.example.org" if the
// port is the scheme's default. It holds nothing else of the URL. For a nil or
// zero Sink it is empty.
func (s *Sink) Recipient() string {
	if s == nil {
		return ""
	}
	return s.poster.Recipient()
}
