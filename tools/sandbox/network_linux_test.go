package main

import (
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

func TestNetwork(t *testing.T) {
	for _, v := range []verdict{
		{program: "loopback"},
		{program: "dial 4", code: 1, says: []string{"another machine"}},
		{program: "dial 6", code: 1, says: []string{"another machine"}},
		{program: "packet", code: 1, says: []string{"another machine"}},
		{program: "broadcast", code: 1, says: []string{"another machine"}},
	} {
		t.Run(v.program, v.test)
	}
}

// What may download is not cut off; that it leaves files is seen all the same.
func TestOnline(t *testing.T) {
	w := repositorytest.Open(t)
	for dir := range online {
		for _, v := range []verdict{
			{dir: w.Join(dir), program: "namespace"},
			{dir: w.Join(dir), program: "leave", code: 1, says: []string{"left behind"}},
			{dir: w.Root, program: "namespace", code: 1, says: []string{"another network"}},
		} {
			t.Run(v.program, v.test)
		}
	}
}

func TestNoRoutes(t *testing.T) {
	if n, err := noRoutes4("Ip: Forwarding OutNoRoutes ReasmOKs\nIp: 2 13 4\nIcmp: OutNoRoutes\nIcmp: 9\n"); n != 13 || err != nil {
		t.Errorf("version 4: %d, %v, want 13", n, err)
	}
	if _, err := noRoutes4("Ip: Forwarding\nIp: 2\n"); err == nil {
		t.Error("version 4: no error where the kernel does not count")
	}
	if n, err := noRoutes6("Ip6InReceives                   \t4\nIp6OutNoRoutes                  \t7\n"); n != 7 || err != nil {
		t.Errorf("version 6: %d, %v, want 7", n, err)
	}
	if _, err := noRoutes6("Ip6InReceives\t4\n"); err == nil {
		t.Error("version 6: no error where the kernel does not count")
	}
}
