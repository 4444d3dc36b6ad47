package httpsink

import (
	"bytes"
	"errors"
	"mime"
	"slices"
	"strconv"

	"github.com/optin-go/optin/internal/poster"
)

var errNotAccepted = errors.New("the receiver took the request, and not all of its events")

// results returns what an accepted answer says of the n events of its request. An
// answer that is no JSON, or names no event, accepts all of them. The receiver's
// reasons are not looked at: they may quote the events.
func results(a poster.Answer, n int) poster.Outcome {
	// On a parameter that is malformed, the type itself is still returned.
	if mediaType, _, _ := mime.ParseMediaType(a.ContentType); mediaType != contentType || a.Cut {
		return poster.Outcome{}
	}
	answer, _ := poster.Members(a.Body)
	out := poster.Outcome{Rejected: indices(answer["rejected"], n), Retry: indices(answer["retry"], n)}
	// What is rejected is not to come again, whatever else the answer says.
	out.Retry = slices.DeleteFunc(out.Retry, func(i int) bool { return slices.Contains(out.Rejected, i) })
	if out.IsPartial() {
		out.Err = errNotAccepted
	}
	return out
}

// indices returns those numbers of a JSON array that are an index of n events, sorted,
// each once. What is no number is passed over.
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
