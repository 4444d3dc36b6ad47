package catalog

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// Notice is what a user is told and agrees to, in the form in which the record of
// their consent keeps it: what is collected, and who receives it. The zero Notice is
// none, and covers nothing.
//
// Its text is one word of ASCII, of at most 3,000 bytes: a short hash of all of it,
// a dot, a hash of the recipient, a dot, and a hash for each thing that is
// collected.
type Notice string

const (
	// itemDigits is how many characters of base64 stand for one thing. Of a thousand
	// things that nobody agreed to, one in 70 million would be taken for agreed.
	itemDigits = 6
	// maxNoticeBytes leaves room in the record, which has at most 4 KiB.
	maxNoticeBytes = 3000
	// noRecipient stands for the recipient of events that stay on this machine.
	noRecipient = "local"
)

// Notice returns what a user agrees to if the events go to recipient, a name in
// words. An empty recipient says that they stay on the machine. It is "" while
// [Catalog.Err] is not nil.
func (c *Catalog) Notice(recipient string) Notice {
	if c.Err() != nil {
		return ""
	}
	to := noRecipient
	if recipient = strings.ToLower(normalSpace(recipient)); recipient != "" {
		to = short(c.item("recipient", recipient))
	}
	items := c.items()
	hashes := make([]string, len(items))
	for i, item := range items {
		hashes[i] = short(item)
	}
	return newNotice(to, hashes)
}

// newNotice leaves the things out if there are too many: then their hash alone
// counts.
func newNotice(recipient string, items []string) Notice {
	slices.Sort(items)
	items = slices.Compact(items)
	text := digest(append([]string{recipient}, items...)) + "." + recipient + "."
	if all := text + strings.Join(items, ""); len(all) <= maxNoticeBytes {
		text = all
	}
	return Notice(text)
}

// short returns a few characters that tell texts apart.
func short(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:itemDigits]
}

// ID returns the short hash of the whole notice, for people to compare.
func (n Notice) ID() string {
	id, _, _ := strings.Cut(string(n), ".")
	return id
}

// Covers reports whether consent to n is consent to present as well: n has
// everything that present collects, and present has the same recipient or none. If
// n or present is too long for a record, both must be equal.
func (n Notice) Covers(present Notice) bool {
	if n == "" || present == "" {
		return false
	}
	if n == present {
		return true
	}
	agreed, now := n.parts(), present.parts()
	if len(agreed.items) == 0 || len(now.items) == 0 || now.recipient != noRecipient && now.recipient != agreed.recipient {
		return false
	}
	for _, item := range now.items {
		if _, ok := slices.BinarySearch(agreed.items, item); !ok {
			return false
		}
	}
	return true
}

// With returns the notice of a user who agreed to n before, and to other now: the
// union, if the recipient is the same and there is room, and else other. Two
// installed versions of a tool then do not revoke each other's consent.
func (n Notice) With(other Notice) Notice {
	before, now := n.parts(), other.parts()
	if len(before.items) == 0 || len(now.items) == 0 || before.recipient != now.recipient {
		return other
	}
	both := newNotice(now.recipient, slices.Concat(before.items, now.items))
	if len(both.parts().items) == 0 {
		return other
	}
	return both
}

// noticeParts is a Notice taken apart. It has no items if the Notice has none, or is
// no such text.
type noticeParts struct {
	recipient string
	items     []string // sorted
}

func (n Notice) parts() noticeParts {
	fields := strings.Split(string(n), ".")
	if len(fields) != 3 || len(fields[2])%itemDigits != 0 || len(n) > maxNoticeBytes {
		return noticeParts{}
	}
	p := noticeParts{recipient: fields[1]}
	for rest := fields[2]; rest != ""; rest = rest[itemDigits:] {
		p.items = append(p.items, rest[:itemDigits])
	}
	if digest(append([]string{p.recipient}, p.items...)) != fields[0] {
		return noticeParts{}
	}
	return p
}
