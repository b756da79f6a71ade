package extract

import (
	"testing"

	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

func TestCapacity(t *testing.T) {
	all := loadCapacities()
	for in, want := range map[string]string{
		"T/M BAN THlTOfNG VV":     "T/M BAN THƯỜNG VỤ",
		"TM. UY BAN NHAN DXN":     "TM. ỦY BAN NHÂN DÂN",
		"K/T CHANH VKN PHONG":     "K/T CHÁNH VĂN PHÒNG",
		"KT. BỘ TRƯỞNG":           "KT. BỘ TRƯỞNG",
		"TM. BAN QUẢN LÝ DỰ ÁN":   "TM. BAN QUẢN LÝ DỰ ÁN",   // no entry, but sound
		"TM. LIÊN DANH XQZK":      "TM. LIÊN DANH XQZK",      // near to no entry
		"TM. BAN CHQ XQZ":         "TM. BAN CHQ XQZ",         // too little is left
		"T/M HUYXN ỦY":            "T/M HUYỆN ỦY",            // one letter
		"T/M XXNH ỦY":             "T/M XXNH ỦY",             // tỉnh ủy or thành ủy
		"TM. ỦY BAN NHÂN DÂN XÃ":  "TM. ỦY BAN NHÂN DÂN XÃ",  // a longer name that is sound
		"KT. GIÁM ĐỐC SỞ XAY DGM": "KT. GIÁM ĐỐC SỞ XAY DGM", // longer than any entry
	} {
		src := text.NewSource("test", []byte(in))
		p := phrase.NewReader(text.Plain(src)).Passage(text.Ranges{{Start: 0, End: len(text.Plain(src).Words)}})
		if got := all.spell(p); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
