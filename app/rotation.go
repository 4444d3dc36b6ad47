package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"strings"

	"github.com/optin-go/optin/internal/atomicfile"
	"github.com/optin-go/optin/internal/ownfile"
)

// rotation is the file of the token that changes the machine ID: 128 random bits in
// hexadecimal. "reset" makes a new token. Without the file, the first identity
// returns.
type rotation string

// tokenDigits is how many hexadecimal digits the token has.
const tokenDigits = 32

// token returns the token, or [fs.ErrNotExist] if there is none. A damaged token,
// or one that another user may have written, is an error.
func (r rotation) token() (string, error) {
	const lineEnd = 2
	text, meta, err := ownfile.Read(string(r), tokenDigits+lineEnd+1, false)
	switch {
	case err != nil:
		return "", err
	case meta.Owner >= 0 && meta.Owner != os.Geteuid() || meta.Perm&0o022 != 0:
		return "", errors.New(string(r) + " can be written by other users, so the machine ID is unknown; the command \"reset\" makes a new one")
	}
	token := strings.TrimRight(string(text), "\r\n")
	isDigit := func(c rune) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' }
	if len(token) != tokenDigits || len(text) > tokenDigits+lineEnd || strings.TrimFunc(token, isDigit) != "" {
		return "", errors.New(string(r) + " is damaged, so the machine ID is unknown; the command \"reset\" makes a new one")
	}
	return token, nil
}

// renew makes a new token. The directory must exist. Of two processes at once, the
// last one wins.
func (r rotation) renew() error {
	atomicfile.Sweep(string(r))
	var token [tokenDigits / 2]byte
	_, _ = rand.Read(token[:]) // never fails
	err := atomicfile.Replace(string(r), []byte(hex.EncodeToString(token[:])+"\n"), atomicfile.Options{})
	if errors.Is(err, atomicfile.ErrNotSynced) {
		return nil // it is in place
	}
	return err
}
