// Package opensearch keeps the search index of an archive on a cluster of OpenSearch. A generation
// is an index of the cluster, NAME.ID, and a small directory that says which; the alias NAME leads
// to the one in use. Passages come analysed, as for the embedded engine, and what a query means and
// how the best passages are ordered and shown is package index's.
package opensearch

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vanban/corpus/index"
)

// Engine makes and opens generations on a cluster. It is safe for use by many goroutines.
type Engine struct {
	settings Settings
	client   *client
}

// New returns an engine. It connects at first use.
func New(s Settings) (*Engine, error) {
	c, err := newClient(s)
	if err != nil {
		return nil, err
	}
	return &Engine{s, c}, nil
}

// Name returns opensearch.
func (*Engine) Name() string { return "opensearch" }

// referenceName is the file of a generation that says where its passages are.
const referenceName = "opensearch.json"

// reference is the content of that file.
type reference struct {
	Index string `json:"index"`
	UUID  string `json:"uuid"` // empty until it is sealed
}

func (e *Engine) readReference(dir string) (r reference, err error) {
	b, err := os.ReadFile(filepath.Join(dir, referenceName))
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err == nil && !strings.HasPrefix(r.Index, e.settings.Index+".") {
		err = fmt.Errorf("its index %s is not one of %s", r.Index, e.settings.Index)
	}
	if err != nil {
		return r, fmt.Errorf("%w (%w)", index.ErrDamaged, err)
	}
	return r, nil
}

func writeReference(dir string, r reference) error {
	b, err := json.Marshal(r)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, referenceName), b, 0o666)
	}
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}

// Build begins a generation. The directory names its index before the cluster has it, so that
// Remove finds what a builder that died left there.
func (e *Engine) Build(dir, from string) (index.Builder, error) {
	ctx := context.Background()
	if err := e.client.check(ctx); err != nil {
		return nil, err
	}
	var source reference
	if from != "" {
		var err error
		if _, err = index.Sealed(from); err == nil {
			source, err = e.readReference(from)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	id := strings.ToLower(rand.Text()[:10])
	r := reference{Index: e.settings.Index + "." + id}
	if err := writeReference(dir, r); err != nil {
		return nil, err
	}
	if err := e.create(ctx, r.Index, source.Index); err != nil {
		return nil, errors.Join(err, e.Remove(dir))
	}
	return newBuilder(e, dir, r.Index, from == ""), nil
}

// create makes an empty index, or a copy of another one that shares its files.
func (e *Engine) create(ctx context.Context, name, from string) error {
	if err := e.client.do(ctx, http.MethodPut, "/_index_template/"+e.settings.Index, template(e.settings), nil); err != nil {
		return err
	}
	settings := object{"index.refresh_interval": "-1"}
	method, path := http.MethodPut, "/"+name
	if from != "" {
		settings["index.blocks.write"], settings["index.number_of_replicas"] = nil, e.settings.Replicas
		method, path = http.MethodPost, "/"+from+"/_clone/"+name
	}
	if err := e.client.do(ctx, method, path, object{"settings": settings}, nil); err != nil {
		return err
	}
	return e.awaitCopies(ctx, name)
}

// copyTime is how long a builder waits for the copies of the shards. They may take long where much
// is cloned; that too is kept in the generation it was cloned from.
const copyTime = time.Minute

// awaitCopies waits until the shards of an index have the copies that the nodes allow, so that what
// is written next outlives a node.
func (e *Engine) awaitCopies(ctx context.Context, name string) error {
	var health struct {
		Nodes   int `json:"number_of_data_nodes"`
		Primary int `json:"active_primary_shards"`
	}
	if err := e.client.do(ctx, http.MethodGet, "/_cluster/health/"+name+"?wait_for_status=yellow", nil, &health); err != nil {
		return err
	}
	want := health.Primary * min(e.settings.Replicas+1, health.Nodes)
	path := fmt.Sprintf("/_cluster/health/%s?wait_for_active_shards=%d&timeout=%.0fs", name, want, copyTime.Seconds())
	err := e.client.once(ctx, http.MethodGet, path, nil, nil)
	if ctx.Err() == nil && isTransient(err) {
		return nil // it goes on with fewer
	}
	return err
}

// Open opens a sealed generation for reading.
func (e *Engine) Open(dir string) (index.Index, error) {
	n, err := index.Sealed(dir)
	if err != nil {
		return nil, err
	}
	r, err := e.readReference(dir)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	if err := e.client.check(ctx); err != nil {
		return nil, err
	}
	uuid, err := e.uuid(ctx, r.Index)
	switch {
	case isMissing(err):
		return nil, fmt.Errorf("%w (%s no longer has %s)", index.ErrDamaged, e.client.server, r.Index)
	case err != nil:
		return nil, err
	case uuid != r.UUID:
		return nil, fmt.Errorf("%w (%s was made anew since it was sealed)", index.ErrDamaged, r.Index)
	}
	x := newReader(e, r.Index, n)
	have, err := x.count(ctx)
	if err != nil {
		return nil, err
	}
	if have != n {
		return nil, fmt.Errorf("%w (%d passages, sealed with %d)", index.ErrDamaged, have, n)
	}
	return x, nil
}

// uuid returns what the cluster knows an index by.
func (e *Engine) uuid(ctx context.Context, name string) (string, error) {
	var out map[string]struct {
		Settings struct {
			Index struct{ UUID string }
		}
	}
	err := e.client.do(ctx, http.MethodGet, "/"+name+"/_settings", nil, &out)
	return out[name].Settings.Index.UUID, err
}

// Use makes the alias lead to a sealed generation, and to no other, in one step.
func (e *Engine) Use(dir string) error {
	r, err := e.readReference(dir)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if err := e.client.check(ctx); err != nil {
		return err
	}
	alias := e.settings.Index
	var now map[string]any
	if err := e.client.do(ctx, http.MethodGet, "/_alias/"+alias, nil, &now); err != nil && !isMissing(err) {
		return err
	}
	if _, ok := now[r.Index]; ok && len(now) == 1 {
		return nil
	}
	actions := []object{{"add": object{"index": r.Index, "alias": alias}}}
	for other := range now {
		if other != r.Index {
			actions = append(actions, object{"remove": object{"index": other, "alias": alias}})
		}
	}
	if err := e.client.do(ctx, http.MethodPost, "/_aliases", object{"actions": actions}, nil); !isMissing(err) {
		return err
	}
	return fmt.Errorf("%w (%s no longer has %s)", index.ErrDamaged, e.client.server, r.Index)
}

// Remove deletes a generation with its index.
func (e *Engine) Remove(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, referenceName)); err == nil {
		r, err := e.readReference(dir)
		if err != nil {
			return err
		}
		if err := e.client.check(context.Background()); err != nil {
			return err
		}
		if err := e.client.do(context.Background(), http.MethodDelete, "/"+r.Index, nil, nil); err != nil && !isMissing(err) {
			return err
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}
