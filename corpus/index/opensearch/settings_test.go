package opensearch_test

import (
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vanban/corpus/index/opensearch"
)

// certificate writes the certificate of a server to a file.
func certificate(t *testing.T, s *httptest.Server) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestParse(t *testing.T) {
	dir := t.TempDir()
	credentials := filepath.Join(dir, "credentials")
	if err := os.WriteFile(credentials, []byte("archivist:a:secret\r\nmore\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	none := func(string) string { return "" }
	s, err := opensearch.Parse("https://one:9200,two:9201/kho-1?shards=16&replicas=0&credentials="+credentials, none)
	if err != nil || !slices.Equal(s.Nodes, []string{"https://one:9200", "https://two:9201"}) || s.Index != "kho-1" ||
		s.Shards != 16 || s.Replicas != 0 || s.User != "archivist" || s.Password != "a:secret" {
		t.Errorf("%+v, error %v", s, err)
	}
	env := func(name string) string {
		return map[string]string{opensearch.EnvUser: "archivist", opensearch.EnvPassword: "secret"}[name]
	}
	if s, err := opensearch.Parse("http://localhost:9200/kho", env); err != nil || s.Password != "secret" || s.Shards != 1 || s.Replicas != 1 {
		t.Errorf("%+v, error %v", s, err)
	}
	for _, c := range []struct {
		address string
		env     func(string) string
	}{
		{"", none}, {"host:9200/kho", none}, {"ftp://host/kho", none}, {"https:///kho", none}, {"https://host:9200", none}, {"https://host/Kho", none},
		{"https://host/kho/_search", none}, {"https://host/kho*", none}, {"https://host/_all", none}, {"https://host/kho?shards=0", none},
		{"https://host/kho?shards=many", none}, {"https://host/kho?replicas=-1", none}, {"https://host/kho?size=3", none}, {"https://host/kho?ca=" + dir + "/none", none},
		{"https://host/kho?ca=" + credentials, none}, {"https://host/kho?credentials=" + dir + "/none", none},
		{"https://archivist:secret@host/kho", none}, {"http://archivist:secret@host/kho?ca=%zz", none}, {"http://host:9200/kho", env},
	} {
		_, err := opensearch.Parse(c.address, c.env)
		if err == nil {
			t.Errorf("%s: no error", c.address)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells the password: %v", c.address, err)
		}
	}
}

// FuzzParse reads any address: what is taken has nodes and a name that means nothing else in a path.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"https://one:9200,two/kho?shards=3&replicas=0", "http://[::1]:9200/kho", "https://a@b/kho", "https://host/kho?ca=%zz", "://"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		s, err := opensearch.Parse(address, func(string) string { return "" })
		if err != nil {
			return
		}
		if len(s.Nodes) == 0 || strings.ContainsAny(s.Index, "/*?,.") || s.Shards < 1 || s.Replicas < 0 {
			t.Errorf("%q: %+v", address, s)
		}
	})
}
