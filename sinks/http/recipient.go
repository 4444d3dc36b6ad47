package httpsink

// Recipient returns the host that receives the events, for a notice or a status
// command: "telemetry.example.org", or "telemetry.example.org:8443" if the port
// is not the scheme's default. It holds nothing else of the URL. For a nil or
// zero Sink it is empty.
func (s *Sink) Recipient() string {
	if !s.isUsable() {
		return ""
	}
	return s.poster.Recipient()
}
