package poster

// systemError returns nil: an error of Plan 9 is any text.
func systemError(error) error { return nil }
