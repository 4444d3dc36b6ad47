package redact

import (
	"maps"
	"slices"
	"strings"
)

// unreadable is the text of an error whose Error method panicked.
const unreadable = "[redacted: the error could not be read]"

// String returns s without the credentials and personal data that the built-in
// rules find. If they find nothing it returns s itself and allocates nothing.
// String(String(s)) equals String(s), and the result is never longer than four
// times s. String does not fail and does not panic, whatever bytes s holds.
func String(s string) string { return builtin(s, nil) }

// Error returns [String] of err's text, and "" for nil. A panic in err's Error
// method does not escape; the result is then a fixed text.
func Error(err error) string { return (*Redactor)(nil).Error(err) }

// Value returns value as it may be stored under key. If key names a credential
// ("password", "api_key", "X-Auth-Token", "githubToken") a value that is not
// empty becomes [redacted] as a whole; otherwise the result is [String] of
// value.
func Value(key, value string) string { return (*Redactor)(nil).Value(key, value) }

// Credential tells whether key names a credential, so that [Value] removes every
// value under it. It depends on key alone: whoever sees the same keys again and
// again may keep the answer.
func Credential(key string) bool { return kindOf(key) != keyNone }

// Rule is an author's own rule: it returns s without what must not leave the
// machine. It may be called concurrently. A Rule that panics does not take the
// program down; the whole text is then replaced by [redacted].
type Rule func(s string) string

// Redactor applies the built-in rules and then an author's own. The zero value
// and a nil Redactor apply the built-in ones alone. A Redactor is safe for
// concurrent use, as far as its rules are.
type Redactor struct {
	rules []Rule
	id    *identity       // nil is this process's own
	not   ruleSet         // built-in rules that are turned off
	off   map[string]bool // services whose tokens stay
}

// New returns a Redactor that applies the built-in rules, then rules in order.
// A nil Rule is skipped. What the package promises about length, time and
// repetition holds for the built-in rules; a Rule has to keep it by itself.
func New(rules ...Rule) *Redactor {
	r := &Redactor{}
	for _, rule := range rules {
		if rule != nil {
			r.rules = append(r.rules, rule)
		}
	}
	return r
}

// Without returns a Redactor as r is, but with some of the built-in rules turned
// off. [BuiltIn] returns the IDs. An ID that names no rule changes nothing. It does
// not modify r.
func (r *Redactor) Without(ids ...string) *Redactor {
	less := &Redactor{off: map[string]bool{}}
	if r != nil {
		less.rules, less.id, less.not = r.rules, r.id, r.not
		maps.Copy(less.off, r.off)
	}
	for _, id := range ids {
		for n := range rules {
			if rules[n].id == id {
				less.not |= 1 << n
			}
		}
		if service, ok := strings.CutPrefix(id, tokenOf); ok {
			less.off[service] = true
		}
	}
	return less
}

// tokenOf begins the ID of the rule for the tokens of one service.
const tokenOf = "token:"

// BuiltIn returns the IDs of the built-in rules, sorted: one for each family of
// shapes, such as "email", and one for the tokens of each service, such as
// "token:github".
func BuiltIn() []string {
	ids := []string{tokenOf + "azure", tokenOf + "discord", tokenOf + "telegram", tokenOf + "terraform"}
	for n := range rules {
		ids = append(ids, rules[n].id)
	}
	for n := range vendors {
		ids = append(ids, tokenOf+vendors[n].id)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// String returns s without what the built-in rules and r's own find. If one of
// r's rules panics, the result is [redacted].
func (r *Redactor) String(s string) string {
	if r == nil {
		return builtin(s, nil)
	}
	s = builtinOf(s, r.id, everyRule&^r.not, r.off)
	for _, rule := range r.rules {
		s = apply(rule, s)
	}
	return s
}

// Value returns value as it may be stored under key: [redacted] if key names a
// credential and value is not empty, otherwise r.String of value.
func (r *Redactor) Value(key, value string) string {
	if value == "" {
		return ""
	}
	if Credential(key) {
		return placeholder
	}
	return r.String(value)
}

// Error returns r.String of err's text, and "" for nil. A panic in err's Error
// method does not escape; the result is then a fixed text.
func (r *Redactor) Error(err error) string {
	if err == nil {
		return ""
	}
	text, ok := message(err)
	if !ok {
		return unreadable
	}
	return r.String(text)
}

// apply runs rule and answers a panic with a text that holds nothing of s: what
// the rule was about to remove is not known.
func apply(rule Rule, s string) (out string) {
	defer func() {
		if recover() != nil {
			out = placeholder
		}
	}()
	return rule(s)
}

func message(err error) (text string, ok bool) {
	defer func() {
		if recover() != nil {
			text, ok = "", false
		}
	}()
	return err.Error(), true
}
