package redact

// Value returns value as it may be stored under key, as the function [Value]
// does, without what r's own rules find.
func (r *Redactor) Value(key, value string) string {
	if value == "" {
		return ""
	}
	if credentialKey(key) {
		return placeholder
	}
	return r.String(value)
}
