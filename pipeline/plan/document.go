package plan

// Document is what the YAML holds. Field order follows the contract; a value that was not
// found is left empty and does not appear. The tags name the keys; package planyaml reads
// and writes them.
type Document struct {
	Made       Made          `yaml:"made"`
	Source     Source        `yaml:"source"`
	Quality    Quality       `yaml:"quality"`
	Head       Header        `yaml:"document"`
	Sections   []SectionText `yaml:"sections,omitempty"`
	Tasks      []Task        `yaml:"tasks,omitempty"`
	Targets    []Target      `yaml:"targets,omitempty"`
	References []Reference   `yaml:"references,omitempty"`
	Entities   Entities      `yaml:"entities,omitempty"`
	Reviewed   []Review      `yaml:"reviewed,omitempty"` // oldest first
}

// Review is what a reader corrected: a stretch of the scan, or the value of a fact. The document
// holds the corrected value.
type Review struct {
	Fact   string `yaml:"fact"`         // word, document, target, task
	ID     string `yaml:"id,omitempty"` // of the target or the task
	Field  string `yaml:"field,omitempty"`
	At     At     `yaml:"at,omitempty"`   // empty for the document's own description
	Scan   string `yaml:"scan,omitempty"` // what the scan has there; words only
	Before string `yaml:"before"`
	After  string `yaml:"after"` // empty: a word that was never printed, a value or a fact taken out
	Who    string `yaml:"who"`
	When   string `yaml:"when"` // RFC 3339, UTC
}

// At is the place of a fact in the raw scan.
type At struct {
	Lines [2]int  `yaml:"lines"`          // 1-based, inclusive
	Bytes [2]int  `yaml:"bytes"`          // half-open
	Sure  float64 `yaml:"sure"`           // 0..1
	Page  int     `yaml:"page,omitempty"` // on which it begins, from 1; 0 where nothing tells
	Box   [4]int  `yaml:"box,omitempty"`  // left, top, right, bottom of its part on that page, in units of the page
}

// IsZero reports a place that was not set; no word stands on line 0.
func (a At) IsZero() bool { return a == At{} }

// Made says what made the document; no clock and no path of the machine.
type Made struct {
	Tool  string `yaml:"tool"`            // "vanban 0.1.0"
	Model string `yaml:"model"`           // "sha256:..." of the dictionaries
	Rules string `yaml:"rules,omitempty"` // format rules: party, state
}

// Source names the scan: the text into which every place points.
type Source struct {
	Name   string `yaml:"name"`
	SHA256 string `yaml:"sha256"` // hexadecimal
	Bytes  int    `yaml:"bytes"`
	Lines  int    `yaml:"lines"`
	From   *From  `yaml:"from,omitempty"` // nil where the scan is the file itself
}

// From is the file that the text of the scan was taken from.
type From struct {
	Format string `yaml:"format"` // "windows-1258", "pdf", "gzip+docx"
	SHA256 string `yaml:"sha256"`
	Bytes  int    `yaml:"bytes"`
}

// Quality sums up the restoration.
type Quality struct {
	Words    int     `yaml:"words"`    // words that are not junk or punctuation
	Changed  float64 `yaml:"changed"`  // share of the words that restoration changed
	Doubtful float64 `yaml:"doubtful"` // share of the words with a posterior below 0.5
	Junk     int     `yaml:"junk"`     // words marked as junk
	Grade    string  `yaml:"grade"`    // A (clean) to E (unreadable)
}

// Header is the document's own description.
type Header struct {
	Number     string   `yaml:"number,omitempty"`
	Type       string   `yaml:"type,omitempty"`
	TypeName   string   `yaml:"type_name,omitempty"`
	Level      string   `yaml:"level,omitempty"`
	Issuer     string   `yaml:"issuer,omitempty"`
	Place      string   `yaml:"place,omitempty"`
	Date       string   `yaml:"date,omitempty"`
	Subject    string   `yaml:"subject,omitempty"`
	Signers    []Signer `yaml:"signers,omitempty"`
	Recipients []string `yaml:"recipients,omitempty"`
	Period     *Period  `yaml:"period,omitempty"`
}

// Signer is one who signed.
type Signer struct {
	Capacity string `yaml:"capacity,omitempty"`
	Title    string `yaml:"title,omitempty"`
	Name     string `yaml:"name,omitempty"`
	At       At     `yaml:"at"`
}

// Period is the span of years that the document plans for.
type Period struct {
	From   int `yaml:"from,omitempty"` // 0: not given
	To     int `yaml:"to,omitempty"`
	Vision int `yaml:"vision,omitempty"`
}

// SectionText is a section with its words as text.
type SectionText struct {
	ID       string        `yaml:"id"`
	Label    string        `yaml:"label,omitempty"`
	Kind     SectionKind   `yaml:"kind"`
	Title    string        `yaml:"title,omitempty"`
	At       At            `yaml:"at,omitempty"`
	Text     []string      `yaml:"text,omitempty"` // own paragraphs
	Sections []SectionText `yaml:"sections,omitempty"`
}

// Task is something somebody is assigned to do.
type Task struct {
	ID      string   `yaml:"id"` // its section's id, with "/n" where a section holds several
	Section string   `yaml:"section"`
	Title   string   `yaml:"title,omitempty"`
	Text    string   `yaml:"text"`
	Lead    []string `yaml:"lead,omitempty"`
	With    []string `yaml:"with,omitempty"`
	Due     *Due     `yaml:"due,omitempty"`
	At      At       `yaml:"at"`
	Rule    string   `yaml:"rule,omitempty"` // the rule that found it
}

// Due is a deadline; the most exact of Date, Month, Quarter and Year is set.
type Due struct {
	Text    string `yaml:"text,omitempty"`
	Date    string `yaml:"date,omitempty"`    // "2025-06-30"
	Month   string `yaml:"month,omitempty"`   // "2025-06"
	Quarter string `yaml:"quarter,omitempty"` // "2025-Q3"
	Year    int    `yaml:"year,omitempty"`
}

// Target is a measurable promise.
type Target struct {
	ID        string `yaml:"id"`
	Section   string `yaml:"section"`
	Indicator string `yaml:"indicator"`
	Relation  string `yaml:"relation"`        // eq, about, min, max, range, milestone
	Value     string `yaml:"value,omitempty"` // decimal, exact; empty for a range or a milestone
	From      string `yaml:"from,omitempty"`  // of a range
	To        string `yaml:"to,omitempty"`
	Unit      string `yaml:"unit,omitempty"`
	Due       *Due   `yaml:"due,omitempty"`
	Quote     string `yaml:"quote"` // the words at At
	At        At     `yaml:"at"`
	Rule      string `yaml:"rule,omitempty"`
}

// Reference is another document that this one cites.
type Reference struct {
	Number   string `yaml:"number,omitempty"` // empty for a law cited by name
	Type     string `yaml:"type,omitempty"`
	Date     string `yaml:"date,omitempty"`
	Issuer   string `yaml:"issuer,omitempty"`
	Title    string `yaml:"title,omitempty"`
	Mentions []At   `yaml:"mentions,omitempty"`
}

// Entities are the names, dates and amounts of the document.
type Entities struct {
	Organizations []Entity `yaml:"organizations,omitempty"`
	Places        []Place  `yaml:"places,omitempty"`
	People        []Entity `yaml:"people,omitempty"`
	Dates         []Date   `yaml:"dates,omitempty"`
	Amounts       []Amount `yaml:"amounts,omitempty"`
}

// Entity is a named body or person.
type Entity struct {
	Name     string `yaml:"name"`
	Mentions []At   `yaml:"mentions,omitempty"`
}

// Place is an administrative unit or another named place.
type Place struct {
	Name     string `yaml:"name"`
	Kind     string `yaml:"kind,omitempty"` // province, district, commune, ward, ...
	Code     string `yaml:"code,omitempty"` // of the statistics office
	Now      string `yaml:"now,omitempty"`  // the unit it belongs to since 1 July 2025
	Mentions []At   `yaml:"mentions,omitempty"`
}

// Date is a date or a year that the text names.
type Date struct {
	Date     string `yaml:"date"` // "2030", "2024-06-13"
	Text     string `yaml:"text"`
	Mentions []At   `yaml:"mentions,omitempty"`
}

// Amount is a number with a unit.
type Amount struct {
	Value    string `yaml:"value"`
	Unit     string `yaml:"unit,omitempty"`
	Text     string `yaml:"text"`
	Mentions []At   `yaml:"mentions,omitempty"`
}
