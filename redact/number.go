package redact

func (t *scan) afterPhone(end int)  {}
func (t *scan) afterNumber(end int) {}
