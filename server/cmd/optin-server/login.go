package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"sync"

	"golang.org/x/crypto/bcrypt"

	"github.com/optin-go/optin/server/internal/pages"
)

// login asks for a password by HTTP's basic authentication; the name does not
// matter.
type login struct {
	next http.Handler
	hash []byte
	// comparing lets one password at a time be hashed, which is slow on purpose:
	// guessing is as slow as that, whoever guesses from wherever.
	comparing sync.Mutex
	mu        sync.Mutex
	known     [sha256.Size]byte // of the right password, once it was given
	isKnown   bool
}

func newLogin(next http.Handler, hash []byte) *login { return &login{next: next, hash: hash} }

func (l *login) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, ok := pages.Assets[r.URL.Path]; ok { // of the page that wants the password
		l.next.ServeHTTP(w, r)
		return
	}
	_, password, ok := r.BasicAuth()
	if !ok || !l.right(password) {
		w.Header().Set("WWW-Authenticate", `Basic realm="optin", charset="UTF-8"`)
		pages.Notice(w, http.StatusUnauthorized, "The pages want a password", "Reload the page to be asked again. The name may be left empty.")
		return
	}
	l.next.ServeHTTP(w, r)
}

// right hashes a password slowly the first time, and knows it afterwards.
func (l *login) right(password string) bool {
	sum := sha256.Sum256([]byte(password))
	l.mu.Lock()
	same := l.isKnown && subtle.ConstantTimeCompare(sum[:], l.known[:]) == 1
	l.mu.Unlock()
	if same {
		return true
	}
	l.comparing.Lock()
	defer l.comparing.Unlock()
	if bcrypt.CompareHashAndPassword(l.hash, []byte(password)) != nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known, l.isKnown = sum, true
	return true
}
