package poster

// OfKind returns err as an error that is of the kind too, for [errors.Is]. Its text
// is that of err: a mistake in a Config must not read as a failed request.
func OfKind(kind, err error) error { return kindError{kind, err} }

type kindError struct{ kind, err error }

func (e kindError) Error() string   { return e.err.Error() }
func (e kindError) Unwrap() []error { return []error{e.kind, e.err} }
