package situation

import "testing"

// FuzzParseCodebook: any bytes give a codebook or an error.
func FuzzParseCodebook(f *testing.F) {
	f.Add("state\tp\tv\tpatrol strait|sea;\tsubj\tobj|in\tRuvia patrols.\tA | B | ended\n# note\n")
	f.Add("state\tp\tn\t|\tposs\t-\tx\tA |  | ended")
	f.Add("effect\tRETREAT\tany\tany\tp\tactor\tplace\tended\t-\tx\tA | B | ended\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ParseCodebook(text)
		if (b == nil) == (err == nil) {
			t.Errorf("%q: %v, %v", text, b, err)
		}
	})
}
