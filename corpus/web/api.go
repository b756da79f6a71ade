package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"vanban/corpus"
	"vanban/pipeline/planyaml"
)

// apiProblem is what the API answers in place of a result.
type apiProblem struct {
	Error   string `json:"error"`
	Hint    string `json:"hint,omitempty"`
	Closest string `json:"closest,omitempty"` // ID of the document that comes closest to what was asked for
}

// apiSearch answers as vanban search --json does.
func (s *Server) apiSearch(w http.ResponseWriter, r *http.Request) error {
	q, err := ask(r)
	if err != nil {
		return err
	}
	if q.Text == "" && !q.filtered {
		return &problem{status: http.StatusBadRequest, text: "Thiếu lời tìm.", hint: "Ví dụ: /api/search?q=đô+thị"}
	}
	q.Limit = 10
	if l := r.URL.Query().Get("limit"); l != "" {
		n, err := strconv.Atoi(l)
		if err != nil || n < 0 || n > maxLimit {
			return &problem{status: http.StatusBadRequest, text: "Tham số limit là một số từ 0 đến " + strconv.Itoa(maxLimit) + "."}
		}
		q.Limit = n
	}
	return s.archive.Use(func(a *corpus.Archive) error {
		found, err := a.Search(r.Context(), q.Query)
		if err != nil {
			return err
		}
		return s.writeJSON(w, http.StatusOK, found)
	})
}

// apiDocument is a document as the API answers it.
type apiDocumentAnswer struct {
	ID       string              `json:"id"`
	Title    string              `json:"title"`
	Document json.RawMessage     `json:"document"` // the YAML
	Reviewed []corpus.Correction `json:"reviewed"` // what readers corrected, oldest first
}

func (s *Server) apiDocument(w http.ResponseWriter, r *http.Request) error {
	return s.archive.Use(func(a *corpus.Archive) error {
		e, _, err := find(a, r.PathValue("id"))
		if near, ok := errors.AsType[*notFound](err); ok {
			return s.writeJSON(w, http.StatusNotFound, apiProblem{Error: near.problem().text, Closest: near.closest.ID})
		}
		if err != nil {
			return err
		}
		b, err := a.YAML(e)
		if err != nil {
			return err
		}
		doc, err := toJSON(b)
		if err != nil {
			return err
		}
		list, err := corpus.Corrections(s.Archive, e.Original.SHA256)
		if err != nil {
			return err
		}
		if list == nil {
			list = []corpus.Correction{}
		}
		return s.writeJSON(w, http.StatusOK, apiDocumentAnswer{e.ID, e.Title, doc, list})
	})
}

func (s *Server) openAPI(w http.ResponseWriter, r *http.Request) error {
	b, err := staticFiles.ReadFile("openapi.json")
	if err != nil {
		return err
	}
	return s.writeJSON(w, http.StatusOK, json.RawMessage(b))
}

func (s *Server) documentSchema(w http.ResponseWriter, r *http.Request) error {
	return s.writeJSON(w, http.StatusOK, json.RawMessage(planyaml.Schema()))
}

// toJSON returns YAML as JSON, keys in the same order.
func toJSON(b []byte) ([]byte, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(b, &root); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := writeNode(&out, &root); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func writeNode(out *bytes.Buffer, n *yaml.Node) error {
	switch n.Kind {
	case yaml.DocumentNode:
		return writeNode(out, n.Content[0])
	case yaml.MappingNode:
		return writeList(out, "{}", n.Content, func(i int) string { return ",:"[i%2 : i%2+1] })
	case yaml.SequenceNode:
		return writeList(out, "[]", n.Content, func(int) string { return "," })
	}
	return writeScalar(out, n)
}

// writeList writes nodes in brackets; before gives what parts a node from the one before.
func writeList(out *bytes.Buffer, brackets string, list []*yaml.Node, before func(i int) string) error {
	out.WriteByte(brackets[0])
	for i, c := range list {
		if i > 0 {
			out.WriteString(before(i))
		}
		if err := writeNode(out, c); err != nil {
			return err
		}
	}
	out.WriteByte(brackets[1])
	return nil
}

func writeScalar(out *bytes.Buffer, n *yaml.Node) error {
	var v any = n.Value
	if tag := n.ShortTag(); tag == "!!int" || tag == "!!float" || tag == "!!bool" || tag == "!!null" {
		if err := n.Decode(&v); err != nil {
			return err
		}
	}
	b := new(bytes.Buffer)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	out.WriteString(strings.TrimSuffix(b.String(), "\n"))
	return nil
}
