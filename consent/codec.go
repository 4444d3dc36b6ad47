package consent

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

const (
	// schemaVersion is the version of the file's schema that this code writes,
	// and the newest that it reads.
	schemaVersion = 1

	// maxBytes bounds the file. A record has a hundred bytes; a parser fed with
	// more is a parser somebody may exhaust.
	maxBytes = 4 << 10

	// maxNesting bounds the characters that can nest keys, tables and arrays. The
	// parser's cost grows with the square of the depth: a key of 2,000 parts,
	// which 4 KiB can hold, took 200 ms and 170 MB.
	maxNesting = 128
)

// The keys of the file. Whatever differs from one of them only by case is refused.
const (
	keyVersion   = "version"
	keyState     = "state"
	keyDecidedAt = "decided_at"
	keyNotice    = "notice"
	keyKey       = "key"
)

var (
	errTooNew   = errors.New("it was written by a newer version of this software")
	errTooLarge = errors.New("it is larger than 4 KiB")
	errTooDeep  = errors.New("it has more than 128 of the characters '.', '[' and '{'")
	errNotUTF8  = errors.New("it is not UTF-8 text")
)

// document is the file as the TOML library writes it, keys in this order. Reading
// does not use it: the library would match STATE to the field State.
type document struct {
	Version   int    `toml:"version"`
	State     string `toml:"state"`
	DecidedAt string `toml:"decided_at,omitempty"`
	Notice    string `toml:"notice,omitempty"`
	Key       string `toml:"key,omitempty"`
}

// encode returns the file's bytes. It refuses what decode would not read back.
func encode(c Consent) ([]byte, error) {
	if _, ok := parseState(c.State.String()); !ok {
		return nil, errors.New("Consent.State is none of Unset, Enabled and Disabled")
	}
	if !utf8.ValidString(c.Notice) {
		return nil, errors.New("Consent.Notice is not UTF-8 text")
	}
	if !utf8.ValidString(c.Key) {
		return nil, errors.New("Consent.Key is not UTF-8 text")
	}
	if !isStorable(c.DecidedAt) {
		return nil, errors.New("Consent.DecidedAt is outside the years 0 to 9999")
	}
	r := document{Version: schemaVersion, State: c.State.String(), Notice: c.Notice, Key: c.Key}
	if !c.DecidedAt.IsZero() {
		r.DecidedAt = c.DecidedAt.UTC().Format(time.RFC3339Nano)
	}
	data, err := toml.Marshal(r)
	if err != nil {
		return nil, err
	}
	if err := checkBounds(data); err != nil {
		return nil, fmt.Errorf("Consent.Notice and Consent.Key would make a record that cannot be read: %w; use short hashes", err)
	}
	return data, nil
}

// decode returns the decision that data holds, or the zero Consent and why not.
// Its errors tell lines and keys, but nothing that data holds.
func decode(data []byte) (Consent, error) {
	if err := checkBounds(data); err != nil {
		return Consent{}, err
	}
	// The library skips over the byte order mark of UTF-16, for one.
	if !utf8.Valid(data) {
		return Consent{}, errNotUTF8
	}
	fields, err := parse(string(data))
	if err != nil {
		return Consent{}, err
	}
	// The version comes first: what a newer one means by the other keys is not known.
	if err := checkVersion(fields[keyVersion]); err != nil {
		return Consent{}, err
	}
	if err := checkCase(fields); err != nil {
		return Consent{}, err
	}
	word, err := text(fields, keyState)
	if err != nil {
		return Consent{}, err
	}
	state, ok := parseState(word)
	if !ok {
		return Consent{}, errors.New(`state is none of "enabled", "disabled" and "unset"`)
	}
	at, err := decidedAt(fields)
	if err != nil {
		return Consent{}, err
	}
	notice, err := text(fields, keyNotice)
	if err != nil {
		return Consent{}, err
	}
	key, err := text(fields, keyKey)
	if err != nil {
		return Consent{}, err
	}
	return Consent{State: state, DecidedAt: at, Notice: notice, Key: key}, nil
}

// checkBounds refuses what is not safe to parse.
func checkBounds(data []byte) error {
	if len(data) > maxBytes {
		return errTooLarge
	}
	nesting := 0
	for _, b := range data {
		if b == '.' || b == '[' || b == '{' {
			nesting++
		}
	}
	if nesting > maxNesting {
		return errTooDeep
	}
	return nil
}

// parse returns the top-level keys of a TOML document.
func parse(document string) (fields map[string]any, err error) {
	err = guarded(func() error {
		_, err := toml.Decode(document, &fields)
		return err
	})
	var at toml.ParseError
	switch {
	case errors.As(err, &at):
		return nil, errors.New("line " + strconv.Itoa(at.Position.Line) + " is not valid TOML")
	case err != nil:
		return nil, errors.New("it is not valid TOML")
	}
	return fields, nil
}

// guarded calls decode, and makes an error of a panic: the library panics for
// what it takes for a bug of its own.
func guarded(decode func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the TOML library panicked")
		}
	}()
	return decode()
}

func checkVersion(value any) error {
	version, ok := value.(int64)
	switch {
	case value == nil:
		return errors.New("version is missing")
	case !ok || version < 1:
		return errors.New("version is not a positive integer")
	case version > schemaVersion:
		return errTooNew
	}
	return nil
}

// checkCase refuses STATE beside, or instead of, state. Readers that ignore case
// exist, and a record must not be a yes to one of them and a no to another.
func checkCase(fields map[string]any) error {
	for key := range fields {
		for _, known := range []string{keyVersion, keyState, keyDecidedAt, keyNotice, keyKey} {
			if key != known && strings.EqualFold(key, known) {
				return errors.New("it has a key that differs from " + known + " only by case")
			}
		}
	}
	return nil
}

// text returns the string at key, "" if there is none.
func text(fields map[string]any, key string) (string, error) {
	value, found := fields[key]
	if !found {
		return "", nil
	}
	s, ok := value.(string)
	if !ok {
		return "", errors.New(key + " is not a string")
	}
	return s, nil
}

func decidedAt(fields map[string]any) (time.Time, error) {
	if _, found := fields[keyDecidedAt]; !found {
		return time.Time{}, nil
	}
	s, err := text(fields, keyDecidedAt)
	if err != nil {
		return time.Time{}, err
	}
	// The package time also takes an hour of one digit, and a fraction after a comma.
	at, err := time.Parse(time.RFC3339, s)
	if err != nil || s[len("2026-05-08T12")] != ':' || strings.Contains(s, ",") || !isStorable(at) {
		return time.Time{}, errors.New("decided_at is not an RFC 3339 time")
	}
	return at.UTC(), nil
}

// isStorable reports whether RFC 3339 has a text for at, in UTC.
func isStorable(at time.Time) bool {
	year := at.UTC().Year()
	return 0 <= year && year <= 9999
}
