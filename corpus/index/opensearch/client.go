package opensearch

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	opensearchgo "github.com/opensearch-project/opensearch-go/v4"

	"vanban/corpus/index"
)

// object is a JSON object.
type object = map[string]any

// client sends requests to a cluster and tells what went wrong. Requests are such that sending
// one again does no harm.
type client struct {
	*opensearchgo.Client
	server string // for messages
	writes time.Duration
	reads  time.Duration

	mu      sync.Mutex
	checked bool
}

// How long a request that the cluster puts off is sent again.
const (
	patienceToWrite = 5 * time.Minute
	patienceToRead  = 20 * time.Second
)

// The pauses between.
const (
	firstPause = 100 * time.Millisecond
	maxPause   = 5 * time.Second
)

func newClient(s Settings) (*client, error) {
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{RootCAs: s.CA, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 6 * time.Minute,
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       time.Minute,
	}
	c, err := opensearchgo.NewClient(opensearchgo.Config{
		Addresses: s.Nodes, Username: s.User, Password: s.Password, Transport: transport,
		RetryOnStatus: []int{http.StatusBadGateway}, MaxRetries: len(s.Nodes),
		ResurrectTimeoutInitial: time.Second, ResurrectTimeoutMax: 5 * time.Second,
	})
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return &client{Client: c, server: strings.Join(s.Nodes, ","), writes: patienceToWrite, reads: patienceToRead}, nil
}

// check asks the cluster, once, whether it is one that this program works with. It
// does not wait for one that is not reached.
func (c *client) check(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.checked {
		return nil
	}
	var about struct {
		Version struct{ Number, Distribution string }
	}
	if err := c.once(ctx, http.MethodGet, "/", nil, &about); err != nil {
		return err
	}
	v := about.Version
	major, _, err := majorOf(v.Number)
	if v.Distribution != "opensearch" || err != nil || major < 2 || major > 3 {
		return c.trouble(index.Version, fmt.Errorf("it is %s %s; OpenSearch 2 or 3 is needed", cmp.Or(v.Distribution, "no OpenSearch"), v.Number))
	}
	c.checked = true
	return nil
}

func majorOf(number string) (major, minor int64, err error) {
	major, minor, _, err = opensearchgo.ParseVersion(number)
	return major, minor, err
}

func (c *client) trouble(t index.Trouble, err error) error {
	return &index.ServerError{Trouble: t, Server: c.server, Err: err}
}

// do sends a request that changes something until it is answered, and reads the answer into out.
func (c *client) do(ctx context.Context, method, path string, body, out any) error {
	return c.doFor(ctx, c.writes, method, path, body, out)
}

// read sends a request that asks for something.
func (c *client) read(ctx context.Context, path string, body, out any) error {
	return c.doFor(ctx, c.reads, http.MethodPost, path, body, out)
}

func (c *client) doFor(ctx context.Context, patience time.Duration, method, path string, body, out any) error {
	var b []byte
	if body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			return fmt.Errorf("index: %w", err)
		}
	}
	return untilDone(ctx, patience, func() error { return c.once(ctx, method, path, b, out) })
}

// untilDone calls f again, ever more slowly, as long as the cluster puts off what it asks for and
// patience lasts.
func untilDone(ctx context.Context, patience time.Duration, f func() error) error {
	began, pause := time.Now(), firstPause
	for {
		err := f()
		if err == nil || !isTransient(err) || time.Since(began) > patience {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause/2 + rand.N(pause)): // so that many do not come back at once
		}
		pause = min(2*pause, maxPause)
	}
}

// answerError is what the cluster answers in place of what was asked for.
type answerError struct {
	status       int
	kind, reason string
}

func (e *answerError) Error() string {
	return fmt.Sprintf("status %d: %s: %.300s", e.status, e.kind, e.reason)
}

func isMissing(err error) bool {
	e, ok := errors.AsType[*answerError](err)
	return ok && e.status == http.StatusNotFound
}

// isTransient reports whether what failed may succeed when it is tried again soon.
func isTransient(err error) bool {
	e, ok := errors.AsType[*index.ServerError](err)
	return ok && (e.Trouble == index.Busy || e.Trouble == index.Unreached)
}

// once sends a request and reads the answer into out.
func (c *client) once(ctx context.Context, method, path string, body []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, path, nil)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if body != nil {
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.Stream(req)
	if resp == nil {
		return c.explain(ctx, err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return c.explain(ctx, err)
	case resp.StatusCode >= 300:
		return c.refusal(resp.StatusCode, b)
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return c.trouble(index.Failed, fmt.Errorf("it answers what is no JSON: %w", err))
	}
	return nil
}

// explain tells what it means that no answer came.
func (c *client) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	_, unverified := errors.AsType[*tls.CertificateVerificationError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, misnamed := errors.AsType[x509.HostnameError](err)
	_, plain := errors.AsType[tls.RecordHeaderError](err)
	if unverified || unknown || misnamed || plain {
		return c.trouble(index.Certificate, err)
	}
	return c.trouble(index.Unreached, err)
}

// refusal tells what an answer means that is none.
func (c *client) refusal(status int, body []byte) error {
	e := &answerError{status: status}
	var said struct {
		Error json.RawMessage
	}
	var inner struct{ Type, Reason string }
	if json.Unmarshal(body, &said) == nil && json.Unmarshal(said.Error, &inner) == nil {
		e.kind, e.reason = inner.Type, inner.Reason
	} else {
		e.kind, e.reason = http.StatusText(status), string(body)
	}
	if bytes.Contains(body, []byte(tooLarge)) {
		return c.trouble(index.Failed, fmt.Errorf("it takes no query of so many clauses (%s)", tooLarge)) // and will not later
	}
	return c.classify(e)
}

// tooLarge is what a node calls a query with more clauses than its settings allow.
const tooLarge = "too_many_clauses"

// classify tells what kind of trouble an answer is.
func (c *client) classify(e *answerError) error {
	switch {
	case e.kind == "search_phase_execution_exception" && e.status != http.StatusBadRequest:
		return c.trouble(index.Busy, e) // copies of shards went away with their node
	case e.kind == "cluster_block_exception" && strings.Contains(e.reason, "flood-stage"),
		e.kind == "cluster_block_exception" && strings.Contains(e.reason, "read-only-allow-delete"):
		return c.trouble(index.DiskFull, e)
	case e.kind == "cluster_block_exception" && e.status < http.StatusInternalServerError:
		return c.trouble(index.ReadOnly, e)
	case e.status == http.StatusUnauthorized:
		return c.trouble(index.Password, nil)
	case e.status == http.StatusForbidden:
		return c.trouble(index.Forbidden, e)
	case e.status == http.StatusTooManyRequests, e.status == http.StatusRequestTimeout, e.status >= http.StatusInternalServerError:
		return c.trouble(index.Busy, e) // a node that goes away answers with all kinds of errors of the server
	}
	return c.trouble(index.Failed, e)
}

// encoded returns what is asked for as JSON. Queries hold nothing that has no form in it.
func encoded(o object) string {
	b, err := json.Marshal(o)
	if err != nil {
		return "{}"
	}
	return string(b)
}
