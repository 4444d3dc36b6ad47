package main

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// reloaded is a certificate that is read again when its file is replaced.
type reloaded struct {
	cert, key string
	mu        sync.Mutex
	written   time.Time
	current   *tls.Certificate
}

// get returns the certificate. While its files cannot be read, the one that was
// read last is used.
func (r *reloaded) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	info, err := os.Stat(r.cert)
	if err == nil && r.current != nil && info.ModTime().Equal(r.written) {
		return r.current, nil
	}
	var read tls.Certificate
	if err == nil {
		read, err = tls.LoadX509KeyPair(r.cert, r.key)
	}
	if err != nil {
		if r.current != nil {
			return r.current, nil
		}
		return nil, err
	}
	r.current, r.written = &read, info.ModTime()
	return r.current, nil
}
