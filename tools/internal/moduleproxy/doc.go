// Package moduleproxy writes a module proxy as files: what users will download,
// before anything is published. A version comes from a directory as it is on disk, or
// from a git revision.
//
// The hashes are those of the public proxy, which packs modules with the same code.
package moduleproxy
