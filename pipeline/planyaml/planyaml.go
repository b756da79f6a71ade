// Package planyaml writes documents as YAML and reads them back. The keys and their order
// come from the tags of package plan; this package adds what tags cannot say: which values
// stand on one line, which strings are quoted, how many decimals a number has. schema.json
// describes what comes out.
package planyaml

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"vanban/pipeline/plan"
)

// Version is the value of the first key, schema.
const Version = "vanban.document/v1"

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of the documents. The slice must not be
// changed.
func Schema() []byte { return schema }

type file struct {
	Schema        string `yaml:"schema"`
	plan.Document `yaml:",inline"`
}

// Marshal returns the document as YAML: the same document gives the same bytes. Confidences
// and shares are rounded to three decimals. It fails only for a string that is not UTF-8 or
// a number that is not finite.
func Marshal(d *plan.Document) ([]byte, error) {
	root, err := node(reflect.ValueOf(file{Version, *d}))
	if err != nil {
		return nil, fmt.Errorf("planyaml: %w", err)
	}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("planyaml: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("planyaml: %w", err)
	}
	return b.Bytes(), nil
}

// Unmarshal reads one document. A key that the schema does not know, another schema or a
// second document is an error.
func Unmarshal(b []byte) (*plan.Document, error) {
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	var f file
	if err := dec.Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("no document")
		}
		return nil, fmt.Errorf("planyaml: %w", err)
	}
	if f.Schema != Version {
		return nil, fmt.Errorf("planyaml: schema %q, want %q", f.Schema, Version)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, errors.New("planyaml: more than one document")
	}
	return &f.Document, nil
}

// node returns the YAML of a value made of structs, lists, strings and numbers. The encoder
// of the library is not asked: it writes a string of line ends such that it reads as empty.
func node(v reflect.Value) (*yaml.Node, error) {
	switch v.Kind() {
	case reflect.Pointer:
		return node(v.Elem())
	case reflect.Struct:
		n := &yaml.Node{Kind: yaml.MappingNode}
		return n, appendFields(n, v)
	case reflect.Slice, reflect.Array:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range v.Len() {
			item, err := node(v.Index(i))
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, item)
		}
		return n, nil
	case reflect.String:
		return stringNode(v.String())
	case reflect.Int:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: strconv.FormatInt(v.Int(), 10)}, nil
	case reflect.Float64:
		return floatNode(v.Float())
	}
	return nil, fmt.Errorf("no YAML for %s", v.Type())
}

// appendFields appends the key and the value of each field that is not left out.
func appendFields(n *yaml.Node, v reflect.Value) error {
	for i := range v.NumField() {
		key, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if option == "omitempty" && empty(v.Field(i)) {
			continue
		}
		if option == "inline" {
			if err := appendFields(n, v.Field(i)); err != nil {
				return err
			}
			continue
		}
		value, err := node(v.Field(i))
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		styleValue(key, value)
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	return nil
}

func empty(v reflect.Value) bool {
	return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}

// styleValue puts the value of some keys on one line: places, deadlines, numbers, and the
// few names of who does a task. Several mentions stand on a line each.
func styleValue(key string, v *yaml.Node) {
	switch key {
	case "source", "quality", "period", "at", "due", "lead", "with", "lines", "bytes", "from", "box":
		v.Style |= yaml.FlowStyle
	case "mentions":
		if len(v.Content) <= 1 {
			v.Style = yaml.FlowStyle
		}
		for _, at := range v.Content {
			at.Style = yaml.FlowStyle
		}
	}
}

func floatNode(f float64) (*yaml.Node, error) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, fmt.Errorf("number %v is not finite", f)
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: strconv.FormatFloat(math.Round(f*1000)/1000, 'f', -1, 64)}, nil
}

func stringNode(s string) (*yaml.Node, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("text %.40q is not UTF-8", s)
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if mustQuote(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n, nil
}

// mustQuote reports a string that some YAML reader takes for another type, or that the plain
// style would not keep: numbers, dates and times, the words that YAML 1.1 reads as truth
// values, white space at the ends, and what is not printed. The encoder sees to the signs of
// YAML itself.
func mustQuote(s string) bool {
	switch strings.ToLower(s) {
	case "", "y", "n", "yes", "no", "on", "off", "=":
		return true
	}
	return numberLike(s) || s != strings.TrimSpace(s) ||
		strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// numberLike reports a string that begins like a number and holds nothing but digits, signs
// and the letters of exponents, bases, quarters and times.
func numberLike(s string) bool {
	return strings.ContainsAny(s[:1], "0123456789.+-") && strings.ContainsAny(s, "0123456789") &&
		strings.Trim(s, "0123456789abcdefABCDEFxXoOtTzZqQ.,:_+-") == ""
}
