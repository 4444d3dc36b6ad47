package telemetrycmd

// unusable says why the directory for state cannot be used by this user, or ""
// if it can, or can be made. It only looks.
func (p paths) unusable() string {
	if p.stateErr != nil {
		return p.stateErr.Error()
	}
	return ""
}
