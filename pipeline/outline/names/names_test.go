package names

import "testing"

func TestSurname(t *testing.T) {
	for word, want := range map[string]bool{"nguyen": true, "nguyan": true, "h0": true, "kenh": false} {
		if got := Surname(word); got != want {
			t.Errorf("%s: got %v, want %v", word, got, want)
		}
	}
}
