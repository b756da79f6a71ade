package opensearch

// The fields of an indexed passage. The words come analysed: a position has the forms of a word,
// parted by bars, and those of its other readings with a tilde before them. So one list serves
// queries with accents and without, and phrases of either.
const (
	fieldWords    = "words"    // title and text
	fieldTitle    = "title"    // folded words
	fieldAbove    = "above"    // titles of the sections above: folded words
	fieldNumber   = "number"   // document numbers, compact: the own one, and those cited
	fieldOwn      = "own"      // the document's own number, compact
	fieldDocument = "document" // id of the document
	fieldHead     = "head"     // "1" for the head of a document
	fieldStored   = "stored"   // the passage, packed

	// Beside the passages there is a document for each word and each value of a property: what is
	// close to a word, and which names a filter accepts, is found there.
	fieldWord  = "word"  // folded
	fieldOf    = "of"    // the property
	fieldValue = "value" // of it
)

// properties are the fields by which passages are filtered and counted.
var properties = []string{"type", "issuer", "level", "year", "place", "organization", "due", "target"}

// The signs of the field of words: none of them is in a word.
const (
	between = '|' // the forms of a word
	other   = "~" // before a form of another reading
)

// longestTerm is the length in bytes of the longest term. Longer words are cut, in passages and in
// queries alike.
const longestTerm = 250

// longestValue is the length in bytes of the longest value of a property; a keyword of Lucene has
// some more.
const longestValue = 8000

// maxWindow is how far hits can be paged through.
const maxWindow = 50000

// template is how all generations are made.
func template(s Settings) object {
	keyword := object{"type": "keyword"}
	whole := object{"type": "keyword", "doc_values": false}
	set := object{"type": "text", "analyzer": "plain", "norms": false, "index_options": "docs"}
	fields := object{
		fieldWords: object{"type": "text", "analyzer": "forms", "norms": false, "index_options": "positions"},
		fieldTitle: set, fieldAbove: set,
		fieldNumber: whole, fieldOwn: whole, fieldHead: whole, fieldDocument: keyword,
		fieldStored: object{"type": "binary", "store": true},
		fieldWord:   keyword, fieldOf: whole, fieldValue: keyword,
	}
	for _, p := range properties {
		fields[p] = keyword
	}
	return object{
		"index_patterns": []string{s.Index + ".*"}, "priority": 100, // before what holds for all indexes
		"template": object{
			"settings": object{
				"number_of_shards": s.Shards, "number_of_replicas": s.Replicas, "max_result_window": maxWindow,
				"analysis": object{
					"tokenizer": object{"spaces": object{"type": "whitespace", "max_token_length": 1 << 20}},
					"filter":    object{"forms": object{"type": "pattern_capture", "preserve_original": false, "patterns": []string{"([^|]+)"}}},
					"analyzer": object{
						"plain": object{"type": "custom", "tokenizer": "spaces"},
						"forms": object{"type": "custom", "tokenizer": "spaces", "filter": []string{"forms"}},
					},
				},
			},
			"mappings": object{"dynamic": "strict", "_source": object{"enabled": false}, "properties": fields},
		},
	}
}
