// Package bench compares optin with libraries that do a part of its work. It is
// never released: what it requires must not reach anybody's module graph.
//
//	go test -bench . ./bench
package bench
