package poster_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/optin-go/optin/internal/poster"
)

// encode returns n digits, of which some cannot be encoded.
func encode(n int, impossible ...int) *poster.Objects {
	return poster.Encode(n, `{"batch":[`, `]}`, func(dst []byte, i int) ([]byte, error) {
		if slices.Contains(impossible, i) {
			return nil, fmt.Errorf("%d cannot be encoded", i)
		}
		return fmt.Append(dst, i), nil
	})
}

func TestTextOfAnyPart(t *testing.T) {
	o := encode(6, 0, 3)
	for _, tt := range []struct {
		from, to int
		want     string
	}{{0, 4, `{"batch":[1,2,4,5]}`}, {0, 2, `{"batch":[1,2]}`}, {2, 4, `{"batch":[4,5]}`}, {1, 2, `{"batch":[2]}`}} {
		if got := string(o.Text(tt.from, tt.to)); got != tt.want {
			t.Errorf("from %d to %d: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
	if o.Len() != 4 || o.Event(2) != 4 || string(o.Object(2)) != "4" {
		t.Errorf("%d encoded, the third is event %d, %s", o.Len(), o.Event(2), o.Object(2))
	}
	if got := string(encode(2, 0, 1).Text(0, 0)); got != `{"batch":[]}` {
		t.Errorf("without events: %s", got)
	}
}

func TestOutcomeOfTheWholeBatch(t *testing.T) {
	errReceiver := errors.New("the receiver says so")
	tests := map[string]struct {
		objects         *poster.Objects
		out             poster.Outcome
		rejected, retry string
		err             string
	}{
		"all encoded":                    {encode(3), poster.Outcome{Rejected: []int{1}, Err: errReceiver}, "[1]", "", "the receiver says so"},
		"some left out":                  {encode(4, 0, 2), poster.Outcome{}, "[0 2]", "", "0 cannot be encoded"},
		"all left out":                   {encode(2, 0, 1), poster.Outcome{}, "[0 1]", "", "0 cannot be encoded"},
		"left out and named":             {encode(5, 2), poster.Outcome{Rejected: []int{0, 3}, Retry: []int{2}, Err: errReceiver}, "[0 2 4]", "[3]", "the receiver says so"},
		"left out, and a failure of all": {encode(4, 0), poster.Outcome{Err: errReceiver}, "", "", "the receiver says so"},
	}
	for name, tt := range tests {
		got := tt.objects.OfBatch(tt.out)
		if list(got.Rejected) != tt.rejected || list(got.Retry) != tt.retry || got.Err == nil || got.Err.Error() != tt.err {
			t.Errorf("%s: %v", name, got)
		}
	}
}
