package plan

// Document is what the YAML holds. Field order follows the contract; a value that was not
// found is left empty and does not appear.
type Document struct {
	Made       Made
	Source     Source
	Quality    Quality
	Head       Header
	Sections   []SectionText
	Tasks      []Task
	Targets    []Target
	References []Reference
	Entities   Entities
}

// At is the place of a fact in the raw scan.
type At struct {
	Lines [2]int  // 1-based, inclusive
	Bytes [2]int  // half-open
	Sure  float64 // 0..1
}

// Made says what made the document; no clock and no path of the machine.
type Made struct {
	Tool  string // "vanban 0.1.0"
	Model string // "sha256:..." of the dictionaries
	Rules string // format rules: party, state
}

// Source names the scan.
type Source struct {
	Name   string
	SHA256 string // hexadecimal
	Bytes  int
	Lines  int
}

// Quality sums up the restoration.
type Quality struct {
	Words    int     // words that are not junk or punctuation
	Changed  float64 // share of the words that restoration changed
	Doubtful float64 // share of the words with a posterior below 0.5
	Junk     int     // words marked as junk
	Grade    string  // A (clean) to E (unreadable)
}

// Header is the document's own description.
type Header struct {
	Number, Type, TypeName, Level string
	Issuer, Place, Date, Subject  string
	Signers                       []Signer
	Recipients                    []string
	Period                        *Period
}

// Signer is one who signed.
type Signer struct {
	Capacity, Title, Name string
	At                    At
}

// Period is the span of years that the document plans for.
type Period struct{ From, To, Vision int } // 0: not given

// SectionText is a section with its words as text.
type SectionText struct {
	ID       string
	Label    string
	Kind     SectionKind
	Title    string
	At       At
	Text     []string // own paragraphs
	Sections []SectionText
}

// Task is something somebody is assigned to do.
type Task struct {
	ID         string // its section's id, with "/n" where a section holds several
	Section    string
	Title      string
	Text       string
	Lead, With []string
	Due        *Due
	At         At
	Rule       string // the rule that found it
}

// Due is a deadline; the most exact of Date, Month, Quarter and Year is set.
type Due struct {
	Text    string
	Date    string // "2025-06-30"
	Month   string // "2025-06"
	Quarter string // "2025-Q3"
	Year    int
}

// Target is a measurable promise.
type Target struct {
	ID, Section string
	Indicator   string
	Relation    string // eq, about, min, max, range, milestone
	Value       string // decimal, exact; empty for a range or a milestone
	From, To    string // of a range
	Unit        string
	Due         *Due
	Quote       string // the words at At
	At          At
	Rule        string
}

// Reference is another document that this one cites.
type Reference struct {
	Number   string // empty for a law cited by name
	Type     string
	Date     string
	Issuer   string
	Title    string
	Mentions []At
}

// Entities are the names, dates and amounts of the document.
type Entities struct {
	Organizations []Entity
	Places        []Place
	People        []Entity
	Dates         []Date
	Amounts       []Amount
}

// Entity is a named body or person.
type Entity struct {
	Name     string
	Mentions []At
}

// Place is an administrative unit or another named place.
type Place struct {
	Name     string
	Kind     string // province, district, commune, ward, ...
	Code     string // of the statistics office
	Now      string // the unit it belongs to since 1 July 2025
	Mentions []At
}

// Date is a date or a year that the text names.
type Date struct {
	Date     string // "2030", "2024-06-13"
	Text     string
	Mentions []At
}

// Amount is a number with a unit.
type Amount struct {
	Value, Unit, Text string
	Mentions          []At
}
