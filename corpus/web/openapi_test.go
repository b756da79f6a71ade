package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"vanban/pipeline/planyaml"
)

func sumOf(body string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(body))) }

// compile returns a schema of the OpenAPI file that the server serves.
func compile(t *testing.T, s *site, name string) *jsonschema.Schema {
	t.Helper()
	_, served := s.get(t, "/api/openapi.json")
	c := jsonschema.NewCompiler()
	for id, b := range map[string][]byte{"https://vanban/api/openapi.json": []byte(served), "https://vanban/api/document.json": planyaml.Schema()} {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(id, v); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile("https://vanban/api/openapi.json#/components/schemas/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestOpenAPI checks the answers of the server against the file that describes them.
func TestOpenAPI(t *testing.T) {
	s := newSite(t, "")
	form := s.word(t)
	form.Set("after", "Nghiêng")
	s.post(t, form)
	for path, c := range map[string]struct {
		status int
		schema string
	}{
		"/api/search?q=do+thi":        {200, "Result"},
		"/api/search?type=KH&limit=0": {200, "Result"},
		"/api/search?q=zzzz":          {200, "Result"},
		"/api/search":                 {400, "Problem"},
		"/api/search?q=a&limit=1000":  {400, "Problem"},
		"/api" + planURL:              {200, "Document"},
		"/api/documents/evil":         {200, "Document"},
		"/api/documents/none":         {404, "Problem"},
		"/api/documents/12KHUB":       {404, "Problem"},
		"/api/nothing":                {404, "Problem"},
	} {
		got := s.want(t, path, c.status)
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		if err := compile(t, s, c.schema).Validate(v); err != nil {
			t.Errorf("%s: %v\n%s", path, err, got)
		}
	}
}
