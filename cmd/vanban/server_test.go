package main

import (
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vanban/corpus/index/opensearch"
)

// fakeServer answers like OpenSearch as far as an ingest gets before it writes; bulk is what it
// answers to that.
func fakeServer(t *testing.T, about string, bulk func(w http.ResponseWriter)) (address, ca string) {
	t.Helper()
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		w.Header().Set("Content-Type", "application/json")
		io.Copy(io.Discard, r.Body)
		switch {
		case user != "archivist" || password != "right-secret":
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, "Unauthorized")
		case r.URL.Path == "/":
			fmt.Fprint(w, about)
		case strings.HasSuffix(r.URL.Path, "/_bulk"):
			bulk(w)
		default:
			fmt.Fprint(w, `{"acknowledged": true}`)
		}
	}))
	t.Cleanup(s.Close)
	s.Config.ErrorLog = nil
	ca = filepath.Join(t.TempDir(), "ca.pem")
	b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(ca, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return s.URL + "/kho", ca
}

const about219 = `{"version": {"number": "2.19.1", "distribution": "opensearch"}}`

// blocked is what a bulk request is answered when the index takes no writes.
func blocked(status int, reason string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error": {"type": "cluster_block_exception", "reason": %q}, "status": %d}`, reason, status)
	}
}

// TestServerTrouble ingests with servers of which each has something wrong: the message says
// what, without the password, and nothing is left half-written.
func TestServerTrouble(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "https://" + l.Addr().String() + "/kho"
	l.Close()
	fine := func(w http.ResponseWriter) { fmt.Fprint(w, `{"errors": false, "items": []}`) }
	good, ca := fakeServer(t, about219, fine)
	elastic, elasticCA := fakeServer(t, `{"version": {"number": "8.13.0"}}`, fine)
	old, oldCA := fakeServer(t, `{"version": {"number": "1.3.2", "distribution": "opensearch"}}`, fine)
	readOnly, readOnlyCA := fakeServer(t, about219, blocked(403, "index [kho] blocked by: [FORBIDDEN/5/index read-only (api)];"))
	full, fullCA := fakeServer(t, about219, blocked(429, "index [kho] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"))
	for _, c := range []struct {
		name, address, password string
		code                    int
		says                    string
	}{
		{"unreachable", nobody, "right-secret", exitLocked, "không kết nối được"},
		{"certificate", good, "right-secret", exitDamaged, "chứng chỉ"},
		{"certificate of another", good + "?ca=" + makeCA(t), "right-secret", exitDamaged, "chứng chỉ"},
		{"password", good + "?ca=" + ca, "wrong-secret", exitDamaged, "mật khẩu"},
		{"another program", elastic + "?ca=" + elasticCA, "right-secret", exitDamaged, "phiên bản"},
		{"another version", old + "?ca=" + oldCA, "right-secret", exitDamaged, "1.3.2"},
		{"read-only", readOnly + "?ca=" + readOnlyCA, "right-secret", exitLocked, "chỉ đọc"},
		{"disk full", full + "?ca=" + fullCA, "right-secret", exitLocked, "đĩa"},
		{"no CA file", good + "?ca=nowhere.pem", "right-secret", exitUsage, "nowhere.pem"},
		{"unknown setting", good + "?shard=3", "right-secret", exitUsage, "shard"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv(opensearch.EnvUser, "archivist")
			t.Setenv(opensearch.EnvPassword, c.password)
			dir := filepath.Join(t.TempDir(), "archive")
			code, _, errs := runApp(t, "ingest", "../../testdata/cong-van/scan.txt", "--archive", dir, "--index", c.address)
			if code != c.code || !strings.Contains(errs, c.says) {
				t.Errorf("exit code %d, want %d with %q: %s", code, c.code, c.says, errs)
			}
			if strings.Contains(errs, "secret") {
				t.Errorf("a password was printed: %s", errs)
			}
			notHalfWritten(t, dir)
		})
	}
}

// notHalfWritten checks that an archive has no manifest and no generation; what was read stands in
// its journal whole, so that the next run need not read it again.
func notHalfWritten(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"manifest.json", "index/*"} {
		if list, _ := filepath.Glob(filepath.Join(dir, name)); len(list) > 0 {
			t.Errorf("%s was left", list)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
	if err == nil && !strings.HasSuffix(string(b), "}\n") {
		t.Errorf("the journal ends in %q", b[max(0, len(b)-40):])
	}
	if _, err := os.Stat(dir); err != nil {
		return
	}
	if out := mustRun(t, "reindex", "--archive", mended(t, dir)); out == "" {
		t.Error("the archive cannot be mended")
	}
}

// mended commits what the journal of an archive has, with the embedded index.
func mended(t *testing.T, dir string) string {
	t.Helper()
	mustRun(t, "ingest", "../../testdata/cong-van/scan.txt", "--archive", dir)
	return dir
}

// makeCA returns a file with a certificate that is nobody's.
func makeCA(t *testing.T) string {
	t.Helper()
	_, ca := fakeServer(t, about219, func(http.ResponseWriter) {})
	b, err := os.ReadFile(ca)
	if err != nil {
		t.Fatal(err)
	}
	// Servers of httptest share one certificate; a byte of its signature makes it another.
	block, _ := pem.Decode(b)
	block.Bytes[len(block.Bytes)-1] ^= 1
	if err := os.WriteFile(ca, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return ca
}

// TestOtherIndex uses an archive without saying where its index is, and the other way round.
func TestOtherIndex(t *testing.T) {
	address, ca := fakeServer(t, about219, func(http.ResponseWriter) {})
	t.Setenv(opensearch.EnvUser, "archivist")
	t.Setenv(opensearch.EnvPassword, "right-secret")
	dir := filepath.Join(t.TempDir(), "archive")
	mustRun(t, "ingest", "../../testdata/cong-van/scan.txt", "--archive", dir)
	for _, args := range [][]string{{"search", "công văn"}, {"ingest", "../../testdata/cong-van/scan.txt", "../../testdata/bao-cao-phan/scan.txt"}} {
		code, _, errs := runApp(t, append(args, "--archive", dir, "--index", address+"?ca="+ca)...)
		if code != exitUsage || !strings.Contains(errs, "vanban reindex") {
			t.Errorf("%s: exit code %d: %s", args[0], code, errs)
		}
	}
	if out := mustRun(t, "search", "công văn", "--archive", dir); out == "" {
		t.Error("the archive has changed")
	}
}

// TestOnServer goes the whole way with an index on a cluster: parts are read, merged into an archive
// on it, searched, rebuilt and verified, and it finds what the embedded engine finds.
func TestOnServer(t *testing.T) {
	nodes := strings.Fields(os.Getenv("VANBAN_OPENSEARCH"))
	if len(nodes) < 2 {
		t.Skip("no OpenSearch: .ci/run starts one where Java and Maven are there; see corpus/index/opensearch/testserver/start.sh")
	}
	base := t.TempDir()
	address := nodes[0] + "/vanban-test?shards=2&replicas=1"
	here, there := filepath.Join(base, "here"), filepath.Join(base, "there")
	scans := []string{"../../testdata/cong-van/scan.txt", "../../testdata/bao-cao-phan/scan.txt", "../../testdata/to-trinh-phu-luc/scan.txt"}
	mustRun(t, append([]string{"ingest", "--archive", here}, scans...)...)
	var parts []string
	for n := range 2 {
		part := filepath.Join(base, fmt.Sprint(n))
		mustRun(t, append([]string{"ingest", "--archive", part, "--shard", fmt.Sprintf("%d/2", n+1)}, scans...)...)
		parts = append(parts, part)
	}
	mustRun(t, append([]string{"merge", "--archive", there, "--index", address}, parts...)...)
	search := func() {
		t.Helper()
		for _, q := range []string{"kế hoạch", "ke hoach", `"báo cáo"`, "uy ban nhan dan"} {
			a, b := mustRun(t, "search", q, "--archive", here), mustRun(t, "search", q, "--archive", there, "--index", address)
			if a != b {
				t.Errorf("%s: embedded\n%son the cluster\n%s", q, a, b)
			}
		}
	}
	search()
	mustRun(t, "reindex", "--archive", there, "--index", address)
	mustRun(t, "verify", "--archive", there, "--index", address)
	search()
	if err := os.WriteFile(filepath.Join(there, "manifest.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "reindex", "--archive", there, "--index", address)
	mustRun(t, "verify", "--archive", there, "--index", address)
	search()
	if code, _, errs := runApp(t, "search", "kế hoạch", "--archive", there); code != exitUsage {
		t.Errorf("without --index: exit code %d: %s", code, errs)
	}
	mustRun(t, "reindex", "--archive", there)
	mustRun(t, "verify", "--archive", there)
	req, err := http.NewRequest(http.MethodDelete, nodes[0]+"/vanban-test.*", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}
