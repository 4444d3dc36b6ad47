package clickhouse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/compress"
	chproto "github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
	"github.com/chdb-io/chdb-go/chdb"
)

// engine is ClickHouse as a library, behind as much of its HTTP interface as
// clickhouse-go and optin-server use.
type engine struct {
	url  string
	away atomic.Bool // it answers 503

	mu      sync.Mutex
	session *chdb.Session
	dir     string
	logf    func(string, ...any)
	inserts atomic.Int64
}

func newEngine(t *testing.T) *engine {
	t.Helper()
	session, err := chdb.NewSession(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(session.Close)
	e := &engine{session: session, dir: t.TempDir(), logf: t.Logf}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

func (e *engine) query(query, format string) ([]byte, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	result, err := e.session.Query(query, format)
	if err != nil {
		return nil, err
	}
	defer result.Free()
	if err := result.Error(); err != nil {
		return nil, err
	}
	return bytes.Clone(result.Buf()), nil
}

// text runs a statement and returns its answer as CSV.
func (e *engine) text(t *testing.T, statement string) string {
	t.Helper()
	begin := time.Now()
	answer, err := e.query(statement, "CSV")
	if err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Logf("%v for %.100s", took.Round(time.Millisecond), statement)
	}
	return strings.TrimSpace(string(answer))
}

func (e *engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if e.away.Load() {
		http.Error(w, "away", http.StatusServiceUnavailable)
		return
	}
	answer, err := e.answer(r)
	if err != nil {
		e.logf("ClickHouse: %v", err)
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = w.Write(answer)
}

func (e *engine) answer(r *http.Request) ([]byte, error) {
	parameters := r.URL.Query()
	if insert := parameters.Get("query"); insert != "" {
		return nil, e.insert(insert, parameters.Get("decompress") == "1", r.Body)
	}
	query, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if parameters.Get("default_format") != "Native" {
		return e.query(string(query), "JSONCompact")
	}
	native, err := e.query(string(query), "Native")
	if err != nil {
		return nil, err
	}
	return framed(native, parameters.Get("compress") == "1")
}

var insertInto = regexp.MustCompile(`(?s)^INSERT INTO (.+?)\s*(\(.*?\))\s*FORMAT Native\s*$`)

// insert takes the rows from a file: a query of the library has no body.
func (e *engine) insert(statement string, compressed bool, rows io.Reader) error {
	parts := insertInto.FindStringSubmatch(statement)
	if parts == nil {
		return fmt.Errorf("no insert as clickhouse-go makes them: %s", statement)
	}
	if compressed {
		rows = compress.NewReader(rows)
	}
	native, err := io.ReadAll(rows)
	if err != nil && !errors.Is(err, io.EOF) { // compress.Reader wraps it
		return err
	}
	path := filepath.Join(e.dir, strconv.FormatInt(e.inserts.Add(1), 10)+".native")
	if err := os.WriteFile(path, native, 0o600); err != nil {
		return err
	}
	defer os.Remove(path)
	columns := strings.Trim(parts[2], "()")
	_, err = e.query(fmt.Sprintf("INSERT INTO %s (%s) SELECT %[2]s FROM file('%s', Native)", parts[1], columns, path), "CSV")
	return err
}

// framed is native as a server of the newest protocol sends it.
func framed(native []byte, compressed bool) ([]byte, error) {
	reader := chproto.NewReader(bytes.NewReader(native))
	var out chproto.Buffer
	for {
		block := proto.NewBlock()
		if err := block.Decode(reader, 0); err != nil {
			if len(out.Buf) == 0 {
				return nil, err
			}
			return out.Buf, nil
		}
		from := len(out.Buf)
		if err := block.Encode(&out, proto.DBMS_TCP_PROTOCOL_VERSION); err != nil {
			return nil, err
		}
		if compressed {
			w := compress.NewWriter(compress.LevelZero, compress.LZ4)
			if err := w.Compress(out.Buf[from:]); err != nil {
				return nil, err
			}
			out.Buf = append(out.Buf[:from], w.Data...)
		}
	}
}
