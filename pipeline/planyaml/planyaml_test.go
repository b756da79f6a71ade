package planyaml

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"vanban/pipeline/plan"
)

func example() *plan.Document {
	at := plan.At{Lines: [2]int{308, 309}, Bytes: [2]int{12034, 12120}, Sure: 0.97041}
	return &plan.Document{
		Made:    plan.Made{Tool: "vanban 0.1.0", Model: "sha256:" + strings.Repeat("0a", 32), Rules: "party"},
		Source:  plan.Source{Name: "scan.txt", SHA256: strings.Repeat("0b", 32), Bytes: 16651, Lines: 423},
		Quality: plan.Quality{Words: 3516, Changed: 0.88, Doubtful: 1.0 / 3, Junk: 31, Grade: "B"},
		Head: plan.Header{
			Number: "182-KH/TU", Type: "KH", TypeName: "Kế hoạch", Level: "party",
			Issuer: "Ban Thường vụ Thành ủy Rạch Giá", Place: "Rạch Giá", Date: "2024-07-15",
			Subject:    "thực hiện: Kế hoạch số 222-KH/TU",
			Signers:    []plan.Signer{{Capacity: "T/M BAN THƯỜNG VỤ", Title: "BÍ THƯ", Name: "Nguyễn Thanh Phong", At: at}},
			Recipients: []string{"Thường trực Tỉnh ủy (để b/c)", "NO"},
			Period:     &plan.Period{From: 2021, To: 2030, Vision: 2050},
		},
		Sections: []plan.SectionText{{ID: "III", Label: "III", Kind: plan.Tasks, Title: "NHIỆM VỤ", At: at, Sections: []plan.SectionText{
			{ID: "III.6", Label: "6", Kind: plan.Tasks, Text: []string{"- một đoạn", "2024"}},
		}}},
		Tasks: []plan.Task{{ID: "IV.4", Section: "IV.4", Text: "x", Lead: []string{"Ban Tuyên giáo Thành ủy"}, With: []string{"các sở, ban, ngành"},
			Due: &plan.Due{Text: "trước ngày 30/6/2025", Date: "2025-06-30"}, At: at, Rule: "assigned"}},
		Targets: []plan.Target{{ID: "T2", Section: "III.6.e", Indicator: "tỷ lệ đô thị hóa", Relation: "about", Value: "95", Unit: "%",
			Due: &plan.Due{Year: 2030}, Quote: "đạt khoảng 95%", At: at}},
		References: []plan.Reference{{Number: "72-KL/TW", Type: "KL", Date: "2024-02-23", Mentions: []plan.At{at}}},
		Entities: plan.Entities{
			Organizations: []plan.Entity{{Name: "Sở Xây dựng", Mentions: []plan.At{at, at}}},
			Places:        []plan.Place{{Name: "phường Vĩnh Hiệp", Kind: "ward", Code: "30730", Mentions: []plan.At{at}}},
			Dates:         []plan.Date{{Date: "2030", Text: "đến năm 2030", Mentions: []plan.At{at}}},
			Amounts:       []plan.Amount{{Value: "30000", Unit: "m2", Text: "30.000m2", Mentions: []plan.At{at}}},
		},
		Reviewed: []plan.Review{
			{Fact: "word", At: at, Scan: "d6 thi", Before: "đo thị", After: "đô thị", Who: "Lan", When: "2026-01-05T08:00:00Z"},
			{Fact: "target", ID: "T2", Field: "value", At: at, Before: "95", After: "khoảng 95", Who: "Lan", When: "2026-01-05T08:01:00Z"},
		},
	}
}

const exampleYAML = `schema: vanban.document/v1
made:
  tool: vanban 0.1.0
  model: sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
  rules: party
source: {name: scan.txt, sha256: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", bytes: 16651, lines: 423}
quality: {words: 3516, changed: 0.88, doubtful: 0.333, junk: 31, grade: B}
document:
  number: 182-KH/TU
  type: KH
  type_name: Kế hoạch
  level: party
  issuer: Ban Thường vụ Thành ủy Rạch Giá
  place: Rạch Giá
  date: "2024-07-15"
  subject: 'thực hiện: Kế hoạch số 222-KH/TU'
  signers:
    - capacity: T/M BAN THƯỜNG VỤ
      title: BÍ THƯ
      name: Nguyễn Thanh Phong
      at: {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
  recipients:
    - Thường trực Tỉnh ủy (để b/c)
    - "NO"
  period: {from: 2021, to: 2030, vision: 2050}
sections:
  - id: III
    label: III
    kind: tasks
    title: NHIỆM VỤ
    at: {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
    sections:
      - id: III.6
        label: "6"
        kind: tasks
        text:
          - '- một đoạn'
          - "2024"
tasks:
  - id: IV.4
    section: IV.4
    text: x
    lead: [Ban Tuyên giáo Thành ủy]
    with: ['các sở, ban, ngành']
    due: {text: trước ngày 30/6/2025, date: "2025-06-30"}
    at: {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
    rule: assigned
targets:
  - id: T2
    section: III.6.e
    indicator: tỷ lệ đô thị hóa
    relation: about
    value: "95"
    unit: '%'
    due: {year: 2030}
    quote: đạt khoảng 95%
    at: {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
references:
  - number: 72-KL/TW
    type: KL
    date: "2024-02-23"
    mentions: [{lines: [308, 309], bytes: [12034, 12120], sure: 0.97}]
entities:
  organizations:
    - name: Sở Xây dựng
      mentions:
        - {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
        - {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
  places:
    - name: phường Vĩnh Hiệp
      kind: ward
      code: "30730"
      mentions: [{lines: [308, 309], bytes: [12034, 12120], sure: 0.97}]
  dates:
    - date: "2030"
      text: đến năm 2030
      mentions: [{lines: [308, 309], bytes: [12034, 12120], sure: 0.97}]
  amounts:
    - value: "30000"
      unit: m2
      text: 30.000m2
      mentions: [{lines: [308, 309], bytes: [12034, 12120], sure: 0.97}]
reviewed:
  - fact: word
    at: {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
    scan: d6 thi
    before: đo thị
    after: đô thị
    who: Lan
    when: "2026-01-05T08:00:00Z"
  - fact: target
    id: T2
    field: value
    at: {lines: [308, 309], bytes: [12034, 12120], sure: 0.97}
    before: "95"
    after: khoảng 95
    who: Lan
    when: "2026-01-05T08:01:00Z"
`

func TestMarshalExample(t *testing.T) {
	got, err := Marshal(example())
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != exampleYAML {
		t.Errorf("got\n%s", got)
	}
}

func TestAmbiguousStringsStayStrings(t *testing.T) {
	for _, s := range []string{
		"2024", "1e3", "NO", "no", "yes", "null", "~", "true", "0x1F", "0o17", "017", "1:30", "1_000", "30.000", "7,5", "-1", "+84", ".5", ".inf",
		"2024-07-15", "2025-06", "2025-Q3", "2024-07-15T00:00:00Z", "1.2", "1.2.3", "<<", "=", "", " a ", "a\nb", "\ta", "- a", "# a", "a: b", "a #b",
		"[a]", "{a}", "a, b", "'a'", `"a"`, "\u00a0a", "a\u2028b", "\ufeffa", "\u200bx", "a\x07b", "\u0085", "|", ">", "%", "@a", "`a", "&a", "*a", "!a", "? a", "---", "...",
	} {
		d := example()
		d.Head.Subject, d.Tasks[0].Lead = s, []string{s}
		b := roundTrip(t, d)
		var generic struct {
			Tasks []struct{ Lead []any }
		}
		if err := yaml.Unmarshal(b, &generic); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if v := generic.Tasks[0].Lead[0]; v != any(s) {
			t.Errorf("%q reads as %T %v", s, v, v)
		}
	}
}

func TestDatesAndNumbersAreQuoted(t *testing.T) {
	for _, s := range []string{"2024", "1e3", "2025-06", "2025-Q3", "2024-07-15", "95.5", "1:30", "1.2.3", "-5", "NO"} {
		d := example()
		d.Head.Subject = s
		b, err := Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("subject: %q\n", s); !bytes.Contains(b, []byte(want)) {
			t.Errorf("%q is not quoted in\n%s", s, b)
		}
	}
}

func TestMarshalRefuses(t *testing.T) {
	d := example()
	d.Head.Subject = "a\xffb"
	if _, err := Marshal(d); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("invalid UTF-8: %v", err)
	}
	d = example()
	d.Tasks[0].At.Sure = math.NaN()
	if _, err := Marshal(d); err == nil || !strings.Contains(err.Error(), "finite") {
		t.Errorf("NaN: %v", err)
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "no document"},
		{"schema: other/v1\n", "schema"},
		{exampleYAML + "surprise: 1\n", "surprise"},
		{exampleYAML + "---\nschema: vanban.document/v1\n", "more than one"},
		{"[", "yaml"},
	} {
		if _, err := Unmarshal([]byte(c.in)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20q: error %v, want %q in it", c.in, err, c.want)
		}
	}
}

// roundTrip checks that the document comes back as it was, up to the rounding, and that
// writing it again gives the same bytes. It returns the bytes.
func roundTrip(t *testing.T, d *plan.Document) []byte {
	t.Helper()
	b, err := Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Unmarshal(b)
	if err != nil {
		t.Fatalf("%v in\n%s", err, b)
	}
	want := *d
	round(reflect.ValueOf(&want).Elem())
	if !reflect.DeepEqual(*back, want) {
		t.Fatalf("came back as\n%+v\nwant\n%+v\nfrom\n%s", *back, want, b)
	}
	again, err := Marshal(back)
	if err != nil || !bytes.Equal(again, b) {
		t.Fatalf("written again (%v):\n%s\nfirst:\n%s", err, again, b)
	}
	return b
}

// round rounds every float below v to three decimals.
func round(v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(math.Round(v.Float()*1000) / 1000)
	case reflect.Pointer:
		if !v.IsNil() {
			round(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			round(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			round(v.Index(i))
		}
	}
}

// fill sets every field below v at random; strings come from word.
func fill(r *rand.Rand, v reflect.Value, depth int, word func() string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(word())
	case reflect.Int:
		v.SetInt(int64(r.IntN(3000)))
	case reflect.Float64:
		v.SetFloat(r.Float64())
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth, word)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i), depth, word)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i), depth, word)
		}
	case reflect.Slice:
		if n := r.IntN(3); n > 0 && depth < 6 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(r, v.Index(i), depth+1, word)
			}
		}
	}
}

func TestRoundTrip(t *testing.T) {
	words := []string{"2024", "1e3", "NO", "", " x", "Kế hoạch", "a: b", "a\nb\n", "- c", "#", "182-KH/TU", "{", "“quote”", "…", "\\", "\"", "'"}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		var d plan.Document
		fill(r, reflect.ValueOf(&d).Elem(), 0, func() string { return words[r.IntN(len(words))] })
		roundTrip(t, &d)
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, s := range []string{"2024", "NO", "a: b", " \n", "\x00", "\ufeff", "\u2028a\u0085", "\U0001F600", "\ufffe"} {
		f.Add(s, uint64(1))
	}
	f.Fuzz(func(t *testing.T, s string, seed uint64) {
		if !utf8.ValidString(s) {
			return // stages hand over UTF-8 only
		}
		r := rand.New(rand.NewPCG(seed, 2))
		var d plan.Document
		fill(r, reflect.ValueOf(&d).Elem(), 4, func() string { return s[:cut(s, r.IntN(len(s)+1))] })
		roundTrip(t, &d)
	})
}

// cut returns the largest rune boundary of s up to n.
func cut(s string, n int) int {
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(exampleYAML))
	f.Add([]byte("schema: vanban.document/v1\nmade: &a {tool: x}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Unmarshal(b)
		if err != nil {
			return
		}
		if out, err := Marshal(d); err == nil {
			if _, err := Unmarshal(out); err != nil {
				t.Fatalf("%v in\n%s", err, out)
			}
		}
	})
}

// validate checks YAML against the embedded schema.
func validate(t *testing.T, b []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:vanban:document:v1", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:vanban:document:v1")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := yaml.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestSchemaAccepts(t *testing.T) {
	if err := validate(t, []byte(exampleYAML)); err != nil {
		t.Error(err)
	}
	bare := &plan.Document{Made: example().Made, Source: example().Source, Quality: plan.Quality{Grade: "E"}}
	b, err := Marshal(bare)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, b); err != nil {
		t.Error(err)
	}
}

func TestSchemaRefuses(t *testing.T) {
	for name, change := range map[string]func(*plan.Document){
		"no place for a task": func(d *plan.Document) { d.Tasks[0].At = plan.At{} },
		"unknown relation":    func(d *plan.Document) { d.Targets[0].Relation = "more" },
		"value with a comma":  func(d *plan.Document) { d.Targets[0].Value = "7,5" },
		"unpadded date":       func(d *plan.Document) { d.Head.Date = "2024-7-15" },
		"unknown kind":        func(d *plan.Document) { d.Sections[0].Kind = "chapter" },
		"sure above one":      func(d *plan.Document) { d.Tasks[0].At.Sure = 1.5 },
		"no mention":          func(d *plan.Document) { d.References[0].Mentions = nil },
	} {
		d := example()
		change(d)
		b, err := Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if validate(t, b) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if validate(t, []byte(exampleYAML+"surprise: 1\n")) == nil {
		t.Error("unknown key: accepted")
	}
}

// TestSchemaKnowsEveryKey holds the schema to the types: the keys of one are the keys of
// the other.
func TestSchemaKnowsEveryKey(t *testing.T) {
	keys := map[string]bool{}
	var walk func(reflect.Type)
	walk = func(ty reflect.Type) {
		switch ty.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(ty.Elem())
		case reflect.Struct:
			if keys[ty.Name()] {
				return
			}
			keys[ty.Name()] = true
			for i := range ty.NumField() {
				name, _, _ := strings.Cut(ty.Field(i).Tag.Get("yaml"), ",")
				if name == "" {
					t.Errorf("%s.%s has no key", ty.Name(), ty.Field(i).Name)
				} else if !bytes.Contains(Schema(), []byte(`"`+name+`": `)) {
					t.Errorf("the schema lacks %q of %s", name, ty.Name())
				}
				walk(ty.Field(i).Type)
			}
		}
	}
	walk(reflect.TypeFor[plan.Document]())
}

func BenchmarkMarshal(b *testing.B) {
	d := example()
	for b.Loop() {
		if _, err := Marshal(d); err != nil {
			b.Fatal(err)
		}
	}
}

// TestPaper writes where a fact stands on paper and the file that the scan was taken from.
func TestPaper(t *testing.T) {
	d := example()
	d.Source.From = &plan.From{Format: "gzip+hocr", SHA256: strings.Repeat("0c", 32), Bytes: 99}
	d.Tasks[0].At.Page, d.Tasks[0].At.Box = 2, [4]int{10, 20, 300, 40}
	b, err := Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{", from: {format: gzip+hocr, sha256: ", "sure: 0.97, page: 2, box: [10, 20, 300, 40]}"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %q in\n%s", want, b)
		}
	}
	if strings.Count(string(b), "page:") != 1 {
		t.Error("pages where none is known")
	}
	back, err := Unmarshal(b)
	if err != nil || back.Tasks[0].At.Box != d.Tasks[0].At.Box || *back.Source.From != *d.Source.From {
		t.Errorf("came back as %+v, error %v", back, err)
	}
	if err := validate(t, b); err != nil {
		t.Error(err)
	}
}
