package httpsink

import (
	"bytes"
	"errors"
	"mime"
	"slices"
	"strconv"

	"github.com/optin-go/optin/internal/poster"
)

var errNotAccepted = errors.New("the receiver did not accept all events of the request")

// results returns what an accepted answer says of the request's n events. An
// answer that is not JSON, or names no event, accepts all of them. It ignores the
// receiver's reasons, which may quote the events.
func results(a poster.Answer, n int) poster.Outcome {
	// The media type is returned even if a parameter is malformed.
	if mediaType, _, _ := mime.ParseMediaType(a.ContentType); mediaType != contentType || a.Cut {
		return poster.Outcome{}
	}
	answer, _ := poster.Members(a.Body)
	out := poster.Outcome{Rejected: indices(answer["rejected"], n), Retry: indices(answer["retry"], n)}
	// A rejected event must not come again, whatever else the answer says.
	out.Retry = slices.DeleteFunc(out.Retry, func(i int) bool { return slices.Contains(out.Rejected, i) })
	if out.IsPartial() {
		out.Err = errNotAccepted
	}
	return out
}

// indices returns the numbers of a JSON array that are valid indices of n events,
// sorted and unique. It skips anything that is not a number.
func indices(array []byte, n int) []int {
	var list []int
	for text := range bytes.SplitSeq(bytes.Trim(array, "[]"), []byte(",")) {
		if i, err := strconv.Atoi(string(bytes.TrimSpace(text))); err == nil && i >= 0 && i < n {
			list = append(list, i)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
