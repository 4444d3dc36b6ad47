package catalog_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

func TestErrNamesEachMistake(t *testing.T) {
	type cat = *catalog.Catalog
	tests := map[string]struct {
		declare func(c cat)
		says    []string // one for each error
	}{
		"nothing":                {func(cat) {}, nil},
		"event without a name":   {func(c cat) { c.Event("", "why") }, []string{"an event has no name; give it one"}},
		"event's long name":      {func(c cat) { c.Event(strings.Repeat("n", 129), "why") }, []string{`: the name is longer than 128 bytes`}},
		"event's longest name":   {func(c cat) { c.Event(strings.Repeat("n", 128), "why") }, nil},
		"event's odd name":       {func(c cat) { c.Event("a\nb", "why") }, []string{`event "a\nb": the name holds more than letters`}},
		"event without purpose":  {func(c cat) { c.Event("e", " \n") }, []string{`event "e": the purpose is empty; say in a few words`}},
		"event's odd purpose":    {func(c cat) { c.Event("e", "a\x1b[1m") }, []string{`event "e": the purpose holds control characters`}},
		"event twice":            {func(c cat) { c.Event("e", "why"); c.Event("e", "why") }, []string{`event "e": is declared twice`}},
		"65 attributes":          {func(c cat) { c.Event("e", "why", bools(c, 65)...) }, []string{`event "e": has more than 64 attributes`}},
		"64 attributes":          {func(c cat) { c.Event("e", "why", bools(c, 64)...) }, nil},
		"nil attribute":          {func(c cat) { c.Event("e", "why", c.Bool("b", "why"), nil) }, []string{`event "e": attribute number 2 is nil`}},
		"typed nil attribute":    {func(c cat) { c.Event("e", "why", (*catalog.Enum)(nil)) }, []string{`event "e": attribute number 1 is nil`}},
		"zero attribute":         {func(c cat) { c.Event("e", "why", new(catalog.Enum)) }, []string{`event "e": attribute "" is not of this catalog`}},
		"another's attribute":    {func(c cat) { c.Event("e", "why", catalog.New("t", "p").Bool("b", "why")) }, []string{`event "e": attribute "b" is not of this catalog`}},
		"a nil one's attribute":  {func(c cat) { c.Event("e", "why", cat(nil).Bool("b", "why")) }, []string{`event "e": attribute "b" is not of this catalog`}},
		"attribute twice":        {func(c cat) { b := c.Bool("b", "why"); c.Event("e", "why", b, b) }, []string{`event "e": has attribute "b" twice`}},
		"no key":                 {func(c cat) { c.Bool("", "why") }, []string{"an attribute has no key; give it one"}},
		"long key":               {func(c cat) { c.Bool(strings.Repeat("k", 129), "why") }, []string{`: the key is longer than 128 bytes`}},
		"longest key":            {func(c cat) { c.Bool(strings.Repeat("k", 128), "why") }, nil},
		"odd key":                {func(c cat) { c.Bool(" k", "why") }, []string{`attribute " k": the key holds more than letters`}},
		"key twice":              {func(c cat) { c.Bool("k", "why"); c.Enum("k", "why", "v") }, []string{`attribute "k": the key is declared twice`}},
		"field twice":            {func(c cat) { c.ErrorText("why"); c.ErrorText("why") }, []string{`attribute "err_msg": the key is declared twice`}},
		"a field's key":          {func(c cat) { c.Bool("args", "why"); c.Enum("err_msg", "why", "v") }, []string{`attribute "args": the key is that of an event's own field`, `attribute "err_msg": the key is that`}},
		"attribute's purpose":    {func(c cat) { c.Bool("k", "") }, []string{`attribute "k": the purpose is empty`}},
		"field's purpose":        {func(c cat) { c.ErrorText("") }, []string{`attribute "err_msg": the purpose is empty`}},
		"no values":              {func(c cat) { c.Enum("k", "why") }, []string{`attribute "k": has no values`}},
		"empty value":            {func(c cat) { c.Enum("k", "why", "a", "") }, []string{`attribute "k": a value is empty; leave the attribute out instead`}},
		"value twice":            {func(c cat) { c.Enum("k", "why", "a", "b", "a") }, []string{`attribute "k": the value "a" is declared twice`}},
		"value with white space": {func(c cat) { c.Enum("k", "why", "a ") }, []string{`the value "a " begins or ends with white space`}},
		"value of a broken text": {func(c cat) { c.Enum("k", "why", "a\xff") }, []string{`the value "a\xff" is not valid UTF-8`}},
		"value that is not seen": {func(c cat) { c.Enum("k", "why", "ok\u200b") }, []string{`the value "ok\u200b" holds control characters`}},
		"value that turns text":  {func(c cat) { c.Enum("k", "why", "a\u202eb") }, []string{`the value "a\u202eb" holds control characters`}},
		"long value":             {func(c cat) { c.Enum("k", "why", strings.Repeat("long ", 2000)+"v") }, []string{`is longer than 8192 bytes`}},
		"address as a value":     {func(c cat) { c.Enum("k", "why", "ok", "bob@example.com", "10.1.2.3") }, nil},
		"credential as a key":    {func(c cat) { c.Enum("auth", "why", "token", "password") }, nil},
		"credential, version":    {func(c cat) { c.VersionString("api_key", "why") }, []string{`attribute "api_key": the key looks like that of a credential`}},
		"no bounds":              {func(c cat) { c.DurationBuckets("k", "why") }, []string{`attribute "k": has no bounds`}},
		"bounds twice":           {func(c cat) { c.DurationBuckets("k", "why", time.Second, time.Second) }, []string{`attribute "k": the bound 1s does not lie above the one before it`}},
		"bounds out of order":    {func(c cat) { c.SizeBuckets("k", "why", 1024, 1) }, []string{`attribute "k": the bound 1B does not lie above the one before it`}},
		"bound of zero":          {func(c cat) { c.CountBuckets("k", "why", 0, 1) }, []string{`attribute "k": the bound 0 is not positive`}},
		"negative bound":         {func(c cat) { c.DurationBuckets("k", "why", -time.Second) }, []string{`attribute "k": the bound -1s is not positive`}},
		"smallest bound":         {func(c cat) { c.SizeBuckets("k", "why", math.MinInt64, math.MaxInt64) }, []string{`is not positive`}},
		"several": {func(c cat) {
			c.Event("e", "", c.Enum("", "", ""), nil)
		}, []string{"an attribute has no key", `attribute "": the purpose is empty`, "a value is empty", `event "e": the purpose is empty`, "attribute number 2 is nil"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := catalog.New("mytool", "why")
			tt.declare(c)
			checkErr(t, c, tt.says)
		})
	}
	for name, tt := range map[string]struct {
		c    cat
		says []string
	}{
		"nil":         {nil, []string{"the catalog is nil; make one with New"}},
		"zero":        {&catalog.Catalog{}, []string{"the tool has no name; pass it to New", "the catalog: the purpose is empty"}},
		"odd tool":    {catalog.New("my\x00tool", "why"), []string{"the tool's name is longer than 128 bytes or holds more than letters"}},
		"odd purpose": {catalog.New("mytool", "why\xff"), []string{"the catalog: the purpose is not valid UTF-8"}},
	} {
		t.Run(name, func(t *testing.T) { checkErr(t, tt.c, tt.says) })
	}
}

// checkErr holds c.Err to one error of says each, and all that follows from a
// catalog with mistakes.
func checkErr(t *testing.T, c *catalog.Catalog, says []string) {
	t.Helper()
	err := c.Err()
	if len(says) == 0 {
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	wantKind(t, err, telemetry.ErrConfig, says...)
	each := err.(interface{ Unwrap() []error }).Unwrap()
	if len(each) != len(says) {
		t.Errorf("%d errors, want %d:\n%v", len(each), len(says), err)
	}
	for _, e := range each {
		wantKind(t, e, telemetry.ErrConfig)
		if !strings.HasPrefix(e.Error(), "catalog: ") || strings.ContainsAny(e.Error(), "\x00\x1b\n\u202e") || len(e.Error()) > 300 {
			t.Errorf("error %q", e)
		}
	}
	var b strings.Builder
	if got := c.WriteNotice(&b); got == nil || got.Error() != err.Error() || b.Len() != 0 {
		t.Errorf("WriteNotice returns %v and writes %q", got, b.String())
	}
	if c.Version() != "" {
		t.Error("there is a version")
	}
	if _, err := c.Check("e", nil); err == nil {
		t.Error("an event passed")
	}
}

func bools(c *catalog.Catalog, n int) []catalog.Attribute {
	var all []catalog.Attribute
	for i := range n {
		all = append(all, c.Bool(fmt.Sprintf("b%d", i), "why"))
	}
	return all
}
