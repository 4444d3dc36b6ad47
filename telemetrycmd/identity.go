package telemetrycmd

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
)

// tokenDigits is how many hexadecimal digits the rotation token has.
const tokenDigits = 32

// salt returns what makes the machine ID this tool's own: the salt of the Config,
// followed by the rotation token if the user has asked for a new identity.
//
// A token that cannot be read, or is none, is an error: without it, the identity
// that the user got rid of would be back.
func (a *App) salt() (string, error) {
	token, err := readToken(a.paths.rotation)
	if errors.Is(err, fs.ErrNotExist) {
		return a.cfg.Salt, nil
	}
	if err != nil {
		return "", err
	}
	return a.cfg.Salt + token, nil
}

func readToken(path string) (string, error) {
	// The look before the open keeps a FIFO from making anybody wait.
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	damaged := errors.New(path + " is damaged, so that the identity is not known; the command \"reset\" makes a new one")
	if !info.Mode().IsRegular() {
		return "", damaged
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	const lineEnd = 2
	text, err := io.ReadAll(io.LimitReader(f, tokenDigits+lineEnd+1))
	if err != nil {
		return "", err
	}
	token := strings.TrimRight(string(text), "\r\n")
	isDigit := func(r rune) bool { return '0' <= r && r <= '9' || 'a' <= r && r <= 'f' }
	if len(token) != tokenDigits || strings.TrimFunc(token, isDigit) != "" || len(text) > tokenDigits+lineEnd {
		return "", damaged
	}
	return token, nil
}
