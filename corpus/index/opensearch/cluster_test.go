package opensearch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vanban/corpus/index"
	"vanban/corpus/index/indextest"
	"vanban/corpus/index/opensearch"
)

// cluster returns the addresses of the nodes of the test cluster and that of its control.
func cluster(t testing.TB) (nodes []string, control string) {
	t.Helper()
	list := strings.Fields(os.Getenv("VANBAN_OPENSEARCH"))
	if len(list) < 2 {
		t.Skip("no OpenSearch: .ci/run starts one where Java and Maven are there; by hand, start testserver/start.sh DIR and set VANBAN_OPENSEARCH to what DIR/ready says")
	}
	return list[:len(list)-1], list[len(list)-1]
}

func engine(t testing.TB, s opensearch.Settings) *opensearch.Engine {
	t.Helper()
	e, err := opensearch.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// send sends a request to a node and returns the answer.
func send(t testing.TB, method, address, body string) []byte {
	t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: status %d, error %v: %s", method, address, resp.StatusCode, err, b)
	}
	return b
}

func TestConformance(t *testing.T) {
	nodes, _ := cluster(t)
	// The suite leaves its generations to the engine's folder; on the cluster they must go by hand.
	t.Cleanup(func() { send(t, http.MethodDelete, nodes[0]+"/conformance.*", "") })
	indextest.Run(t, engine(t, opensearch.Settings{Nodes: nodes, Index: "conformance", Shards: 2, Replicas: 1}))
}

// paper returns a document of some passages.
func paper(n int) (string, []index.Passage) {
	id := fmt.Sprintf("%d-BC/TU", n+1)
	out := []index.Passage{{ID: id, Document: id, Number: id, Text: "Báo cáo công tác tháng", Type: "BC"}}
	for k := range 4 {
		out = append(out, index.Passage{ID: fmt.Sprintf("%s#%d", id, k), Document: id, Section: strconv.Itoa(k), Title: "Kết quả", Type: "BC",
			Text: strings.Repeat(fmt.Sprintf("Công tác thứ %d của quý %d đã hoàn thành. ", n, k), 6)})
	}
	return id, out
}

func build(t testing.TB, e *opensearch.Engine, dir string, documents int) {
	t.Helper()
	b, err := e.Build(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	for n := range documents {
		if err := b.Put(paper(n)); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := b.Seal(); err != nil || n != 5*documents {
		t.Fatalf("sealed with %d, error %v", n, err)
	}
}

// TestUse rebuilds an index and swaps it: the alias leads to one generation at any time, made as
// the template says, and Remove leaves nothing.
func TestUse(t *testing.T) {
	nodes, _ := cluster(t)
	e := engine(t, opensearch.Settings{Nodes: nodes, Index: "swap", Shards: 3, Replicas: 2})
	base := t.TempDir()
	for _, name := range []string{"1", "2"} {
		dir := filepath.Join(base, name)
		build(t, e, dir, 3)
		for range 2 {
			if err := e.Use(dir); err != nil {
				t.Fatal(err)
			}
		}
		var now map[string]struct {
			Settings struct {
				Index struct {
					Shards   string `json:"number_of_shards"`
					Replicas string `json:"number_of_replicas"`
				}
			}
		}
		if err := json.Unmarshal(send(t, http.MethodGet, nodes[0]+"/swap/_settings", ""), &now); err != nil {
			t.Fatal(err)
		}
		ref, err := os.ReadFile(filepath.Join(dir, "opensearch.json"))
		if err != nil {
			t.Fatal(err)
		}
		for generation, s := range now {
			if len(now) != 1 || !strings.Contains(string(ref), generation) || s.Settings.Index.Shards != "3" || s.Settings.Index.Replicas != "2" {
				t.Errorf("the alias leads to %+v, not to %s", now, ref)
			}
		}
	}
	for _, name := range []string{"1", "2", "3"} {
		if err := e.Remove(filepath.Join(base, name)); err != nil {
			t.Fatal(err)
		}
	}
	if left := send(t, http.MethodGet, nodes[0]+"/_cat/indices/swap.*", ""); len(left) > 0 {
		t.Errorf("left on the cluster: %s", left)
	}
}

// TestBlocked writes to an index that takes no writes: the reason is told, and the builder leaves
// nothing.
func TestBlocked(t *testing.T) {
	nodes, _ := cluster(t)
	e := engine(t, opensearch.Settings{Nodes: nodes, Index: "blocked", Shards: 1})
	for block, want := range map[string]index.Trouble{"read_only": index.ReadOnly, "read_only_allow_delete": index.DiskFull, "write": index.ReadOnly} {
		dir := filepath.Join(t.TempDir(), "1")
		b, err := e.Build(dir, "")
		if err != nil {
			t.Fatal(err)
		}
		send(t, http.MethodPut, nodes[0]+"/blocked.*/_settings", `{"index.blocks.`+block+`": true}`)
		for n := 0; n < 3 && err == nil; n++ {
			err = b.Put(paper(n))
		}
		if err == nil {
			_, err = b.Seal()
		}
		if e, ok := errors.AsType[*index.ServerError](err); !ok || e.Trouble != want {
			t.Errorf("%s: error %v", block, err)
		}
		if block != "read_only" { // such an index cannot be deleted either
			if _, err := os.Stat(dir); err == nil {
				t.Errorf("%s: the directory was left", block)
			}
			continue
		}
		send(t, http.MethodPut, nodes[0]+"/blocked.*/_settings", `{"index.blocks.read_only": null}`)
		if err := e.Remove(dir); err != nil {
			t.Error(err)
		}
	}
	if left := send(t, http.MethodGet, nodes[0]+"/_cat/indices/blocked.*", ""); len(left) > 0 {
		t.Errorf("left on the cluster: %s", left)
	}
}

// TestSecured goes to the cluster through a proxy that has TLS and asks for a password, as a
// cluster with the security plugin does.
func TestSecured(t *testing.T) {
	nodes, _ := cluster(t)
	node, err := url.Parse(nodes[0])
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(node)
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "archivist" || password != "right" {
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	credentials := filepath.Join(t.TempDir(), "credentials")
	for password, want := range map[string]bool{"right": true, "wrong": false} {
		if err := os.WriteFile(credentials, []byte("archivist:"+password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		settings, err := opensearch.Parse(s.URL+"/secured?ca="+certificate(t, s)+"&replicas=0", func(name string) string {
			return map[string]string{opensearch.EnvCredentials: credentials}[name]
		})
		if err != nil {
			t.Fatal(err)
		}
		e := engine(t, settings)
		dir := filepath.Join(t.TempDir(), "1")
		if !want {
			if _, err := e.Build(dir, ""); !errors.Is(err, index.ErrRefused) || strings.Contains(err.Error(), password) {
				t.Errorf("wrong password: error %v", err)
			}
			continue
		}
		build(t, e, dir, 3)
		x, err := e.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := x.Search(t.Context(), index.Query{Text: "cong tac", Limit: 3}); err != nil || r.Total != 15 {
			t.Errorf("result %+v, error %v", r, err)
		}
		if err := e.Remove(dir); err != nil {
			t.Error(err)
		}
	}
}

// TestPutsOff builds through a proxy that puts off every other bulk request, or items of it, as a
// cluster that has too much to do does: everything arrives once.
func TestPutsOff(t *testing.T) {
	nodes, _ := cluster(t)
	node, err := url.Parse(nodes[0])
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(node)
	var requests, put atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/_bulk") {
			proxy.ServeHTTP(w, r)
			return
		}
		switch requests.Add(1) % 3 {
		case 0:
			put.Add(1)
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, `{"error": {"type": "circuit_breaking_exception", "reason": "too large"}, "status": 429}`)
		case 1:
			put.Add(1)
			putOff(w, r, proxy)
		default:
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	e := engine(t, opensearch.Settings{Nodes: []string{s.URL}, Index: "putoff", Shards: 2})
	dir := filepath.Join(t.TempDir(), "1")
	build(t, e, dir, 3000)
	if put.Load() == 0 {
		t.Error("nothing was put off")
	}
	if err := e.Remove(dir); err != nil {
		t.Error(err)
	}
}

// putOff hands the second half of a bulk request on and says of the first that it was put off.
func putOff(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	lines := bytes.SplitAfter(body, []byte("\n")) // two for an item, and an empty one
	half := len(lines) / 4 * 2
	rest := bytes.Join(lines[half:], nil)
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(rest)), int64(len(rest))
	rec := httptest.NewRecorder()
	next.ServeHTTP(rec, r)
	var answer struct {
		Errors bool             `json:"errors"`
		Items  []map[string]any `json:"items"`
	}
	if len(rest) > 0 && json.Unmarshal(rec.Body.Bytes(), &answer) != nil {
		panic(http.ErrAbortHandler)
	}
	off := map[string]any{"index": map[string]any{"status": 429, "error": map[string]any{"type": "rejected_execution_exception", "reason": "queue is full"}}}
	answer.Errors, answer.Items = true, slices.Concat(slices.Repeat([]map[string]any{off}, half/2), answer.Items)
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(answer)
}

// TestKill stops a node while documents are put and while others search: nothing that was sealed is
// lost, and every search is answered. VANBAN_NODE_KILLS says how often; once where it is not set.
func TestKill(t *testing.T) {
	nodes, control := cluster(t)
	rounds, err := strconv.Atoi(os.Getenv("VANBAN_NODE_KILLS"))
	if err != nil {
		rounds = 1
	}
	e := engine(t, opensearch.Settings{Nodes: nodes, Index: "kill", Shards: 3, Replicas: 1})
	base := t.TempDir()
	old := filepath.Join(base, "old")
	build(t, e, old, 200)
	green(t, nodes)
	x, err := e.Open(old)
	if err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		dir := filepath.Join(base, strconv.Itoa(round))
		killOnce(t, e, x, dir, func() { send(t, http.MethodPost, control+"/stop?"+strconv.Itoa(round%len(nodes)), "") })
		send(t, http.MethodPost, control+"/start?"+strconv.Itoa(round%len(nodes)), "")
		green(t, nodes)
		if err := e.Remove(dir); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			break
		}
	}
	if err := e.Remove(old); err != nil {
		t.Error(err)
	}
}

// killOnce builds a generation, stops a node in the middle of it, and checks the generation.
func killOnce(t *testing.T, e *opensearch.Engine, x index.Index, dir string, stop func()) {
	t.Helper()
	const documents = 3000
	ctx, cancel := context.WithCancel(t.Context())
	searched := make(chan int)
	go func() {
		n := 0
		for ctx.Err() == nil {
			r, err := x.Search(context.Background(), index.Query{Text: "công tác", Limit: 3})
			if err != nil || r.Total != 5*200 {
				t.Errorf("search %d: result %+v, error %v", n, r, err)
			}
			n++
		}
		searched <- n
	}()
	b, err := e.Build(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	stopped := make(chan struct{})
	for n := range documents {
		if n == documents/4 {
			go func() { defer close(stopped); stop() }()
		}
		if err := b.Put(paper(n)); err != nil {
			t.Errorf("document %d: %v", n, err)
			break
		}
	}
	<-stopped
	sealed, err := b.Seal()
	if err != nil || sealed != 5*documents {
		t.Errorf("sealed with %d, error %v", sealed, err)
	}
	cancel()
	if n := <-searched; n < 3 {
		t.Errorf("only %d searches", n)
	}
	if err != nil {
		return
	}
	now, err := e.Open(dir)
	if err != nil {
		t.Error(err)
		return
	}
	have, err := now.Documents(t.Context())
	if err != nil || len(have) != documents {
		t.Errorf("%d documents, error %v", len(have), err)
	}
	for id, n := range have {
		if n != 5 {
			t.Errorf("%s has %d passages", id, n)
		}
	}
}

// green waits until all nodes are there and every shard has all its copies.
func green(t *testing.T, nodes []string) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 5*time.Minute; time.Sleep(200 * time.Millisecond) {
		for _, node := range nodes {
			resp, err := http.Get(node + fmt.Sprintf("/_cluster/health?wait_for_status=green&wait_for_nodes=%d&wait_for_no_relocating_shards=true&timeout=30s", len(nodes)))
			if err != nil {
				continue
			}
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
	}
	t.Fatal("the cluster does not get green")
}
