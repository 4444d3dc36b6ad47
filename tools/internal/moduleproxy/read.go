package moduleproxy

import (
	"io"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
)

// GoMod returns the go.mod of a version that is in the proxy in dir.
func GoMod(dir string, v module.Version) (*modfile.File, error) {
	at, err := versions(dir, v.Path)
	if err != nil {
		return nil, err
	}
	name := filepath.Join(at, v.Version+".mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return modfile.Parse(name, data, nil)
}

// Sum returns the hash with which go.sum names a version that is in the proxy in dir.
func Sum(dir string, v module.Version) (string, error) {
	at, err := versions(dir, v.Path)
	if err != nil {
		return "", err
	}
	return dirhash.HashZip(filepath.Join(at, v.Version+".zip"), dirhash.Hash1)
}

// GoModSum returns the hash with which go.sum names the go.mod of a version that is
// in the proxy in dir.
func GoModSum(dir string, v module.Version) (string, error) {
	at, err := versions(dir, v.Path)
	if err != nil {
		return "", err
	}
	name := filepath.Join(at, v.Version+".mod")
	return dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) { return os.Open(name) })
}
