package redact

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// hostile are texts made to be slow, to grow, or not to settle.
var hostile = []string{
	"", "=", ":", "://", "@", "-", "--", "%", "\x00", "\xff\xfe", "[redacted]", "[[redacted]]", "[redacted", "redacted]", "~",
	"a=", "password=", "password:", `password="`, `"password":"`, "--password", "--password ", "-----BEGIN PRIVATE KEY",
	"password=[redacted]x", "password=x[redacted]", "password='[redacted]", "[redacted]@example.com", "a@[redacted].com",
	"Authorization: Bearer [redacted]x", "Cookie: [redacted]; a=b", "https://[redacted]x@h", "/home/[redacted]x/y", "--token [redacted]x",
	"password password password 'x'", "bearer bearer bearer abc12345", "token=token=token=x", "a:b@c:d@e:f@h.example:1",
	"password=<b>x", "password={a", "password=[a", "token: [a [b] c", "%3D%3D%3D", `\\\\\\\\"`, `password=\\\\\\\\\\\\\\\\"x`,
	"eyJeyJeyJeyJeyJeyJ", "::::::::", "1.2.3.4.5.6.7.8", "1:2:3:4:5:6:7:8:9:a", "fe80::1%eth0%eth1", "/home//home//home/x", `\Users\\Users\\Users\x`,
	"login login password password", "name: password value: value: value: x", "password: |\n\n\n  a\n", "alice@alice@alice.alice", "/home/alice/home/alice",
	"\u212aey=token=\u212a", "pass\u017fword=x", "AUTHORIZATION=authorization=Basic Basic Basic x",
	"--BEGIN ", "---- BEGIN PRIVATE KEY- END ", `x:\/\/x`, "a://b:c/", "0::1", "8:9::", "pw=x", "sk-a-", "token+", "Basic+Basic+", "<password>", "password: | ", "cookie: x ",
	"authorization: $x ", "a token: [x ", "AC0-", "x: |\n", "%22token%22:%22a", `\u0022token\u0022:\u0022a`, "docker login -p -p -p ", "password <", "SG.a.",
	"{pass:1},", "1:pat.", "pw:", "token:x:", "session:1:", "PASS:TestA|", "?code=[redacted]@x", "Authorization: [", "authorization: a ", `Authorization: a"`, "token: \"a ", "&pw=&",
}

// grown repeats each hostile text, alone and joined, to some length.
func grown(n int) []string {
	var out []string
	for _, h := range hostile {
		if h == "" {
			continue
		}
		for _, join := range []string{"", " ", "\n", `"`, "&"} {
			out = append(out, strings.Repeat(h+join, n/(len(h)+len(join))+1)[:n])
		}
	}
	return append(out, strings.Join(hostile, " "), strings.Join(hostile, ""))
}

// texts returns every text the properties are held against.
func texts(tb testing.TB) []string {
	tb.Helper()
	var out []string
	for _, name := range []string{"positives.txt", "negatives.txt"} {
		for _, c := range corpus(tb, name) {
			out = append(out, c.in, c.want, c.in+" "+c.in, `"`+c.in+`"`, "x"+c.in+"x", c.in[:len(c.in)/2])
		}
	}
	return append(append(out, hostile...), grown(300)...)
}

// check holds s to what doc.go promises of every text.
func check(tb testing.TB, s string) {
	tb.Helper()
	out := newScan(s).settle()
	slow := newScan(s)
	slow.eager = true
	if all := slow.settle(); all != out {
		tb.Errorf("%q: %q with the hints, %q without", s, out, all)
	}
	if got := builtin(s, testIdentity); got != out {
		tb.Errorf("%q: %q with the short cuts, %q without", s, got, out)
	}
	if again := builtin(out, testIdentity); again != out {
		tb.Errorf("%q: %q, redacted again %q", s, out, again)
	}
	if len(out) > 4*len(s) {
		tb.Errorf("%q: %d bytes became %d", s, len(s), len(out))
	}
	if utf8.ValidString(s) && !utf8.ValidString(out) {
		tb.Errorf("%q: %q is no longer UTF-8", s, out)
	}
}

func TestRedactionKeepsItsPromisesOnAnyText(t *testing.T) {
	for _, s := range texts(t) {
		check(t, s)
	}
}

func FuzzString(f *testing.F) {
	for _, name := range []string{"positives.txt", "negatives.txt"} {
		for _, c := range corpus(f, name) {
			f.Add(c.in)
		}
	}
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { check(t, s) })
}

// The give-up of a text that does not settle loses all of it, so it must not be
// within reach of what people write, nor of most of what they could.
func TestHostileTextsSettle(t *testing.T) {
	for _, s := range texts(t) {
		if len(s) > len(placeholder) && s != placeholder && builtin(s, testIdentity) == placeholder && strings.ContainsAny(s, " ") {
			one := newScan(s)
			one.pass()
			one.finish()
			if one.s != placeholder {
				t.Errorf("%q does not settle: %q", s, one.s)
			}
		}
	}
}

func TestTimeIsLinearForHostileTexts(t *testing.T) {
	for _, h := range hostile {
		for _, join := range []string{"", " ", "\n", `"`, "&"} {
			checkLinear(t, h+join, 8<<10)
		}
	}
}

func TestNothingFoundAllocatesNothing(t *testing.T) {
	r := &Redactor{id: testIdentity}
	for _, c := range corpus(t, "negatives.txt") {
		if n := testing.AllocsPerRun(10, func() { r.String(c.in) }); n != 0 {
			t.Errorf("%q: %v allocations", c.in, n)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	r := New(strings.ToUpper)
	r.id = testIdentity
	cases := corpus(t, "positives.txt")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, c := range cases {
				if got, want := r.String(c.in), strings.ToUpper(c.want); got != want {
					t.Errorf("%q: got %q, want %q", c.in, got, want)
				}
				String(c.in)
			}
		})
	}
	wg.Wait()
}
