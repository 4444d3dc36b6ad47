package door

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"sync"
)

const (
	typeJSON     = "application/json"
	typeProtobuf = "application/x-protobuf"
)

var (
	errTooLarge = errors.New("the body is larger than the limit")
	errGzip     = errors.New("the body is not gzip")
	errSlow     = errors.New("the body did not arrive in time")
)

// unpackers are gzip readers, of 40 KB each.
var unpackers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// unpackerBytes is what a gzip reader takes from the budget.
const unpackerBytes = 48 << 10

// body returns the body of a request, unpacked, and its type, which is one of
// those given. The hold is released when the request is answered. Without one the
// request is answered already.
func (d *Door) body(w http.ResponseWriter, r *http.Request, types ...string) (data []byte, mediaType string, held *hold) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(types, mediaType) {
		d.answer(w, r, answer{status: http.StatusUnsupportedMediaType, text: "send " + types[0] + ", without encoding or with gzip"})
		return nil, "", nil
	}
	encoding := r.Header.Get("Content-Encoding")
	if encoding != "" && encoding != "gzip" && encoding != "identity" {
		d.answer(w, r, answer{status: http.StatusUnsupportedMediaType, text: "send the body without encoding or with gzip"})
		return nil, "", nil
	}
	if r.ContentLength > d.limits.BodyBytes {
		d.answer(w, r, tooLarge)
		return nil, "", nil
	}
	var taken int64
	if encoding == "gzip" {
		data, taken, err = d.unpacked(r.Body)
	} else {
		data, taken, err = d.budget.readAll(r.Body, d.limits.BodyBytes)
	}
	held = &hold{budget: &d.budget, bytes: taken}
	if err != nil {
		held.release()
		d.answer(w, r, answerTo(err))
		return nil, "", nil
	}
	d.metrics.bytes.Add(int64(len(data)))
	return data, mediaType, held
}

func (d *Door) unpacked(body io.Reader) (data []byte, taken int64, err error) {
	if !d.budget.take(unpackerBytes) {
		return nil, 0, errBusy
	}
	defer d.budget.giveBack(unpackerBytes)
	unpacker, _ := unpackers.Get().(*gzip.Reader)
	defer unpackers.Put(unpacker)
	packed := &limitedReader{r: body, left: d.limits.BodyBytes}
	buffered := bufio.NewReaderSize(packed, 4<<10)
	if err := unpacker.Reset(buffered); err != nil {
		return nil, 0, gzipError(packed, err)
	}
	data, taken, err = d.budget.readAll(unpacker, d.limits.UnpackedBytes)
	if err != nil {
		err = gzipError(packed, err)
	}
	return data, taken, err
}

// gzipError returns why a body cannot be unpacked: what kept it from coming, if
// that is it.
func gzipError(packed *limitedReader, err error) error {
	switch {
	case packed.err != nil:
		return packed.err
	case errors.Is(err, errTooLarge), errors.Is(err, errBusy):
		return err
	default:
		return errGzip
	}
}

// limitedReader fails with errTooLarge after so many bytes, and keeps an error
// other than io.EOF.
type limitedReader struct {
	r    io.Reader
	left int64
	err  error
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left < 0 {
		l.err = errTooLarge
		return 0, errTooLarge
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
		l.err = errTooLarge
		return 0, errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		l.err = err
	}
	return n, err
}
