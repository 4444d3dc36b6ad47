package licenses

import (
	"slices"
	"strings"
	"unicode"
)

// A fingerprint is what a licence says in every copy of it: passages that stand in
// this order, as [words] writes them.
type fingerprint struct {
	id       string // as SPDX names it
	passages []string
}

// fingerprints are of the licences that are known, those with more passages before
// those that hold the same and less.
var fingerprints = []fingerprint{
	{"Apache-2.0", []string{
		"apache license version 2 0 january 2004",
		"terms and conditions for use reproduction and distribution",
		"grant of copyright license subject to the terms and conditions of this license each contributor hereby grants to you",
		"grant of patent license subject to the terms and conditions of this license each contributor hereby grants to you",
		"unless required by applicable law or agreed to in writing licensor provides the work",
		"accepting warranty or additional liability",
	}},
	{"MPL-2.0", []string{
		"mozilla public license version 2 0",
		"this source code form is subject to the terms of the mozilla public license v 2 0",
		"exhibit b incompatible with secondary licenses notice",
	}},
	{"BSD-3-Clause", append(slices.Clone(bsd), "nor the names of", "contributors may be used to endorse or promote products derived from this software without specific prior written permission", bsdWarranty)},
	{"BSD-2-Clause", append(slices.Clone(bsd), bsdWarranty)},
	{"MIT", []string{
		"permission is hereby granted free of charge to any person obtaining a copy of this software and associated documentation files the software to deal in the software without restriction including without limitation the rights to use copy modify merge publish distribute sublicense and or sell copies of the software and to permit persons to whom the software is furnished to do so subject to the following conditions",
		"the above copyright notice and this permission notice shall be included in all copies or substantial portions of the software",
		"the software is provided as is without warranty of any kind",
	}},
	{"ISC", []string{
		"permission to use copy modify and or distribute this software for any purpose with or without fee is hereby granted provided that the above copyright notice and this permission notice appear in all copies",
		"the software is provided as is and the author disclaims all warranties",
	}},
}

var bsd = []string{
	"redistribution and use in source and binary forms with or without modification are permitted provided that the following conditions are met",
	"redistributions of source code must retain the above copyright notice",
	"redistributions in binary form must reproduce the above copyright notice this list of conditions and the following disclaimer in the documentation and or other materials provided with the distribution",
}

const bsdWarranty = "any express or implied warranties"

// others are words of licences and of additions to licences that change what one
// may do, and that no known licence has but for the Mozilla Public License, which
// names the GNU ones to say that they may be combined.
var others = []string{
	"affero", "all advertising materials", "business source", "commons clause", "creative commons",
	"elastic license", "general public license", "non commercial", "noncommercial", "server side public", "shall be used for good",
}

// classify returns the licences that a text is, sorted, or none if it is not
// wholly one that is known.
func classify(text string) []string {
	w := words(text)
	var out []string
	for _, f := range fingerprints {
		// Whoever has three clauses of BSD has two of them as well.
		if f.in(w) && (f.id != "BSD-2-Clause" || !slices.Contains(out, "BSD-3-Clause")) {
			out = append(out, f.id)
		}
	}
	for _, other := range others {
		if strings.Contains(w, " "+other+" ") && !slices.Contains(out, "MPL-2.0") {
			return nil
		}
	}
	slices.Sort(out)
	return out
}

func (f fingerprint) in(text string) bool {
	for _, p := range f.passages {
		_, after, ok := strings.Cut(text, " "+p+" ")
		if !ok {
			return false
		}
		text = " " + after
	}
	return true
}

// words returns the words of a text in lower case, with a space before and after
// each: licences differ in quotes, dashes, lists and lines.
func words(text string) string {
	fields := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return " " + strings.Join(fields, " ") + " "
}
