package main

import "testing"

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"Kế hoạch\tsố 1\n":                "Kế hoạch\tsố 1\n",
		"\x1b[31mđỏ\x1b[0m \x1b[1;4mx":    "\x1b[31mđỏ\x1b[0m \x1b[1;4mx",
		"\x1b[2J\x1b]0;pwn\x07\x1b[3\x1b": "?[2J?]0;pwn??[3?",
		"a\rb\x00\x7f\b":                  "a?b???",
		"\u009b2J \u00a0 Â":               "¿2J \u00a0 Â",
	} {
		if got := string((&screen{}).harmless([]byte(in))); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	s := &screen{}
	if got := string(s.harmless([]byte("\xc2"))) + string(s.harmless([]byte("\x9b"))); got != "¿" {
		t.Errorf("in two parts: %q", got)
	}
}
