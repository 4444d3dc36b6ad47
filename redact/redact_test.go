package redact

import (
	"errors"
	"strings"
	"testing"
)

type panicking struct{}

func (panicking) Error() string { panic("password=hunter2") }

func TestError(t *testing.T) {
	if got := Error(nil); got != "" {
		t.Errorf("Error(nil) = %q", got)
	}
	if got, want := Error(errors.New("open postgres://a:b@db/x")), "open postgres://[redacted]@db/x"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Error(panicking{}); got != unreadable {
		t.Errorf("got %q, want %q", got, unreadable)
	}
	var pointer *panickingPointer
	if got := New().Error(pointer); got != unreadable {
		t.Errorf("nil pointer: got %q, want %q", got, unreadable)
	}
}

type panickingPointer struct{ text string }

func (p *panickingPointer) Error() string { return p.text }

func TestValue(t *testing.T) {
	credentials := []string{
		"password", "Password", "PASSWORD", "passwd", "pwd", "passphrase", "secret", "client_secret", "clientSecret", "token", "access_token",
		"refresh-token", "idToken", "api_key", "apikey", "apiKey", "APIKey", "api-key", "API_KEY", "api key", "access_key", "private_key", "auth",
		"credential", "credentials", "session", "session_id", "sessionid", "cookie", "Set-Cookie", "signature", "sig", "Authorization",
		"Proxy-Authorization", "X-Auth-Token", "X-Api-Key", "githubToken", "GITHUB_TOKEN", "DB_PASSWORD", "dbPassword", "AWS_SECRET_ACCESS_KEY",
		"db.password", "password2", "token_value", "passwordHash", "jwt", "otp", "pass", "userPass", "authToken", "_authToken", "JSESSIONID",
		strings.Repeat("x", 100) + "_token",
	}
	for _, key := range credentials {
		if got := Value(key, "abc"); got != placeholder {
			t.Errorf("Value(%q) = %q", key, got)
		}
		if got := Value(key, ""); got != "" {
			t.Errorf("Value(%q) of an empty value = %q", key, got)
		}
	}
	harmless := []string{
		"", "a", "command", "outcome", "took", "key", "tokens", "max_tokens", "token_type", "password_length", "secret_name", "author", "compass",
		"monkey", "tokenizer", "keyboard", "passenger", "primary_key", "public_key", "auth_method", "sessions", "session_count", "cookie_policy",
		"signature_algorithm", "bypass", "design", "os", "arch", "version",
	}
	for _, key := range harmless {
		if got := Value(key, "deploy"); got != "deploy" {
			t.Errorf("Value(%q) = %q", key, got)
		}
	}
	if got, want := Value("url", "https://a:b@x.example/"), "https://[redacted]@x.example/"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNewRunsRulesInOrderAfterTheBuiltInOnes(t *testing.T) {
	var seen string
	r := New(nil, func(s string) string { seen = s; return s + "1" }, nil, func(s string) string { return s + "2" })
	if got, want := r.String("password=abc "), "password=[redacted] 12"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := "password=[redacted] "; seen != want {
		t.Errorf("the first rule saw %q, want %q", seen, want)
	}
	if got, want := r.Error(errors.New("x")), "x12"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRedactorValueAppliesTheRulesToWhatTheKeyLeaves(t *testing.T) {
	r := New(func(s string) string { return s + "!" })
	for _, test := range []struct{ key, value, want string }{{"command", "deploy", "deploy!"}, {"api_key", "deploy", placeholder}, {"command", "", ""}, {"url", "a://b@c", "a://[redacted]@c!"}} {
		if got := r.Value(test.key, test.value); got != test.want {
			t.Errorf("Value(%q, %q) = %q, want %q", test.key, test.value, got, test.want)
		}
	}
}

func TestPanickingRuleFailsClosed(t *testing.T) {
	r := New(func(s string) string { panic(s) })
	if got := r.String("plain"); got != placeholder {
		t.Errorf("got %q, want %q", got, placeholder)
	}
	if got := r.Error(errors.New("plain")); got != placeholder {
		t.Errorf("got %q, want %q", got, placeholder)
	}
}

func TestZeroRedactorAppliesTheBuiltInRules(t *testing.T) {
	var zero Redactor
	for name, r := range map[string]*Redactor{"zero": &zero, "nil": nil, "New()": New()} {
		if got, want := r.String("password=abc"), "password=[redacted]"; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		if got := r.Error(nil); got != "" {
			t.Errorf("%s: Error(nil) = %q", name, got)
		}
	}
}

// What the telemetry module puts into events of its own must come through.
func TestEventValuesSurvive(t *testing.T) {
	for _, s := range []string{"mytool.telemetry.v1", "darwin/arm64", "go1.26.8", "2s-5s", "deploy", "ok", "error", "cancelled", "telemetry status", "1.2.3", "v1.2.3-rc.1+build", "command.invoke", "…[truncated]"} {
		if got := (&Redactor{id: testIdentity}).String(s); got != s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}
