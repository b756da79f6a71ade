package elements

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestWalk(t *testing.T) {
	var got strings.Builder
	v := Visitor{
		Start: func(e xml.StartElement) { got.WriteString("<" + e.Name.Local + Attr(e, "k")) },
		End:   func(name string) { got.WriteString(name + ">") },
		Chars: func(s string) { got.WriteString(s) },
	}
	if err := Walk([]byte(`<a><x:b x:k="1">c&amp;</x:b></a>`), false, 2, v); err != nil || got.String() != "<a<b1c&b>a>" {
		t.Errorf("got %q, error %v", got.String(), err)
	}
	got.Reset()
	if err := Walk([]byte(`<p>a<br>&nbsp;b</p>`), true, 9, v); err != nil || got.String() != "<pa<brbr>\u00a0bp>" {
		t.Errorf("got %q, error %v", got.String(), err)
	}
}

func TestWalkRefuses(t *testing.T) {
	attrs := strings.Repeat(` a="1"`, MaxTag/6+1)
	for in, want := range map[string]string{
		"<a><a><a></a></a></a>":    "deep",
		"<a":                       "EOF",
		"<a" + attrs + " />":       "a tag of more than",
		"<a>x</a><b" + attrs + " ": "a tag of more than",
		"<!DOCTYPE a [<!ENTITY b \"&c;\">]><a>&b;</a>": "entity",
	} {
		if err := Walk([]byte(in), false, 2, Visitor{Start: func(xml.StartElement) {}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", in, err, want)
		}
	}
}
