package licenses

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// shipped is which licences users of the published modules get, and why they may.
var shipped = map[string]string{
	"Apache-2.0":   "asks for its text and notices, and grants patents",
	"BSD-2-Clause": "asks for its text",
	"BSD-3-Clause": "asks for its text, and not to advertise with names",
	"ISC":          "asks for its text",
	"MIT":          "asks for its text",
}

// unshipped is which licences what never reaches users may have besides.
var unshipped = map[string]string{
	"MPL-2.0": "asks for the source of changed files, of which there are none",
}

// check fails the test for each module that has a licence without leave.
func check(t *testing.T, modules []dependency, allowed ...map[string]string) {
	t.Helper()
	for _, d := range modules {
		found, err := d.licences()
		if err != nil {
			t.Error(err)
		}
		for _, id := range found {
			if !slices.ContainsFunc(allowed, func(list map[string]string) bool { return list[id] != "" }) {
				t.Errorf("%s@%s is under %s, for which there is no leave here", d.Path, d.Version, id)
			}
		}
	}
}

func TestUsersGet(t *testing.T) {
	w := repositorytest.Open(t)
	for _, port := range []string{"linux/amd64", "darwin/arm64", "windows/amd64"} {
		goos, goarch, _ := strings.Cut(port, "/")
		modules, err := linked(w.Root, goos, goarch, repository.Patterns(w.Published())...)
		if err != nil {
			t.Fatal(err)
		}
		if len(modules) < 3 {
			t.Errorf("%s: only %d modules, which cannot be right", port, len(modules))
		}
		check(t, modules, shipped)
	}
}

func TestAllModulesLink(t *testing.T) {
	w := repositorytest.Open(t)
	modules, err := linked(w.Root, "linux", "amd64", "-test", "work")
	if err != nil {
		t.Fatal(err)
	}
	check(t, modules, shipped, unshipped)
}

const (
	mit = `Copyright (c) 2020 A. U. Thor

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.`

	bsd2 = `Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:
   * Redistributions of source code must retain the above copyright
notice, this list of conditions and the following disclaimer.
   * Redistributions in binary form must reproduce the above
copyright notice, this list of conditions and the following disclaimer
in the documentation and/or other materials provided with the
distribution.
`
	bsd3 = `   * Neither the name of Example nor the names of its
contributors may be used to endorse or promote products derived from
this software without specific prior written permission.
`
	bsdEnd = `ANY EXPRESS OR IMPLIED WARRANTIES`
)

func TestClassify(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"MIT", mit, []string{"MIT"}},
		{"MIT in one line", strings.Join(strings.Fields(mit), " "), []string{"MIT"}},
		{"MIT with other quotes", strings.ReplaceAll(mit, `"`, "“"), []string{"MIT"}},
		{"BSD of two clauses", bsd2 + bsdEnd, []string{"BSD-2-Clause"}},
		{"BSD of three clauses", bsd2 + bsd3 + bsdEnd, []string{"BSD-3-Clause"}},
		{"BSD of four clauses", bsd2 + "All advertising materials must name us.\n" + bsd3 + bsdEnd, nil},
		{"two licences", bsd2 + bsd3 + bsdEnd + "\n\n" + mit, []string{"BSD-3-Clause", "MIT"}},
		{"MIT without its notice", strings.ReplaceAll(mit, "permission notice", "notice"), nil},
		{"MIT for some", strings.Replace(mit, "any person", "any student", 1), nil},
		{"MIT with an addition", mit + "\n\"Commons Clause\" License Condition v1.0", nil},
		{"MIT or GPL", mit + "\nor the GNU General Public License", nil},
		{"for good", mit + "\nThe Software shall be used for Good, not Evil.", nil},
		{"nothing", "All rights reserved.", nil},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		if got := classify(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLicences(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  []string // nil is an error
	}{
		{"one file", map[string]string{"LICENSE": mit}, []string{"MIT"}},
		{"other names", map[string]string{"COPYING": mit, "licence.md": bsd2 + bsdEnd}, []string{"BSD-2-Clause", "MIT"}},
		{"no file", map[string]string{"README.md": mit, "licenses_test.go": mit}, nil},
		{"one that is not known", map[string]string{"LICENSE": mit, "LICENSE-COMMERCIAL": "Pay."}, nil},
	}
	for _, tt := range tests {
		d := dependency{Path: "x.test/m", Version: "v1.0.0", Dir: t.TempDir()}
		for name, text := range tt.files {
			if err := os.WriteFile(filepath.Join(d.Dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := d.licences()
		if !slices.Equal(got, tt.want) || (err == nil) != (tt.want != nil) {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
		if err != nil && !strings.Contains(err.Error(), "x.test/m@v1.0.0") {
			t.Errorf("%s: %v does not name the module", tt.name, err)
		}
	}
}
