// Package moduleproxy writes a module proxy of this repository's working tree,
// as files: what users will download, before anything is published.
package moduleproxy
