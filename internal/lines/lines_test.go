package lines_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/lines"
)

func TestNextTellsWhatEachLineIs(t *testing.T) {
	const longest = 200 << 10
	fits, tooLong := strings.Repeat("f", longest-1), strings.Repeat("l", longest)
	text := "one\n\n   \n" + fits + "\n" + tooLong + "\ntwo\ntorn"
	type read struct {
		kind lines.Kind
		text string
		end  int
	}
	var got []read
	r := lines.NewReader(strings.NewReader(text), 0, longest)
	for {
		l, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, read{l.Kind, string(l.Text), int(l.End)})
	}
	long := 9 + longest
	want := []read{
		{lines.Whole, "one", 4},
		{lines.Blank, "", 5},
		{lines.Blank, "", 9},
		{lines.Whole, fits, long},
		{lines.Long, "", long + longest + 1},
		{lines.Whole, "two", long + longest + 5},
		{lines.Torn, "torn", long + longest + 9},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %d lines that differ from the %d wanted", len(got), len(want))
	}
}

func TestUnreadGivesTheLastLineAgain(t *testing.T) {
	r := lines.NewReader(strings.NewReader("skipped\none\ntwo\n"), 8, 100)
	for _, want := range []string{"one", "one", "two"} {
		l, err := r.Next()
		if err != nil || string(l.Text) != want {
			t.Fatalf("Next returns %v, %v; want %q", l, err, want)
		}
		if want == "one" && l.End == 12 {
			r.Unread()
			l, err = r.Next()
			if err != nil || string(l.Text) != "one" {
				t.Fatalf("Next after Unread returns %v, %v", l, err)
			}
			r.Reset(strings.NewReader("one\ntwo\n"), 0)
		}
	}
}

func FuzzReaderCoversEveryByteOnce(f *testing.F) {
	f.Add("one\n\ntwo", 4)
	f.Add("0", -75)
	f.Add(strings.Repeat("x", 100<<10)+"\n", 70<<10)
	f.Fuzz(func(t *testing.T, text string, longest int) {
		r := lines.NewReader(strings.NewReader(text), 0, longest)
		var at int64
		for {
			l, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if l.Kind == lines.Whole && text[at:l.End] != string(l.Text)+"\n" {
				t.Fatalf("the line at %d is %q", at, l.Text)
			}
			if l.End <= at {
				t.Fatalf("a line ends at %d, the one before at %d", l.End, at)
			}
			at = l.End
		}
		if at != int64(len(text)) {
			t.Fatalf("%d of %d bytes were read", at, len(text))
		}
	})
}
