package door

import (
	"errors"
	"io"
	"sync/atomic"
)

var errBusy = errors.New("the requests in progress hold as many bytes as all together may")

// budget is what all requests together may still hold.
type budget struct{ left atomic.Int64 }

// take takes n bytes, and reports whether there were as many.
func (b *budget) take(n int64) bool {
	if b.left.Add(-n) >= 0 {
		return true
	}
	b.left.Add(n)
	return false
}

func (b *budget) giveBack(n int64) { b.left.Add(n) }

// hold is what one request holds of the budget.
type hold struct {
	budget *budget
	bytes  int64
}

// take takes n more bytes, and reports whether there were as many.
func (h *hold) take(n int64) bool {
	if !h.budget.take(n) {
		return false
	}
	h.bytes += n
	return true
}

func (h *hold) release() {
	h.budget.giveBack(h.bytes)
	h.bytes = 0
}

// readAll reads what r has, and takes it from the budget piece by piece, so that a
// slow sender takes no more than it has sent. It returns how much it took, also
// with an error. More than limit bytes are errTooLarge.
func (b *budget) readAll(r io.Reader, limit int64) (data []byte, taken int64, err error) {
	const first = 4 << 10
	if !b.take(first) {
		return nil, 0, errBusy
	}
	data, taken = make([]byte, 0, first), first
	for {
		if len(data) == cap(data) {
			if int64(len(data)) > limit {
				return nil, taken, errTooLarge
			}
			more := min(int64(cap(data))*2, limit+1)
			if !b.take(more) {
				return nil, taken, errBusy
			}
			grown := make([]byte, len(data), more)
			copy(grown, data)
			b.giveBack(taken)
			data, taken = grown, more
		}
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, taken, errTooLarge
		case errors.Is(err, io.EOF):
			return data, taken, nil
		case err != nil:
			return nil, taken, err
		}
	}
}
