package extract

import (
	"strings"

	"github.com/RadhiFadlillah/whatlanggo"
)

// language identifies the language of a report, "" when there is too little
// text to tell.
func language(text string, title *string) string {
	sample := text[:min(len(text), 6000)]
	if title != nil {
		sample = *title + "\n" + sample
	}
	if len(sample) < 20 {
		return ""
	}
	info := whatlanggo.Detect(strings.ToValidUTF8(sample, ""))
	return info.Lang.Iso6391()
}
