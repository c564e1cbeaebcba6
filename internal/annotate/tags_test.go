package annotate

import "testing"

func TestTag(t *testing.T) {
	labels := []string{"DET", "VERB", "AUX"}
	for _, c := range []struct {
		scores []float32
		feats  string
		want   string
	}{
		{[]float32{3, 1, 2}, "", "DET"},
		{[]float32{3, 1, 2}, "Mood=Ind|VerbForm=Fin", "AUX"},
		{[]float32{3, 2, 1}, "Mood=Ind|VerbForm=Fin", "VERB"},
		{[]float32{1, 2, 3}, "Mood=Ind|VerbForm=Fin", "AUX"},
		{[]float32{3, 2, 1}, "VerbForm=Part", "DET"},
	} {
		if got := tag(labels, c.scores, c.feats); got != c.want {
			t.Errorf("%v with %q: %s, want %s", c.scores, c.feats, got, c.want)
		}
	}
	if got := tag([]string{"DET"}, []float32{1}, "VerbForm=Fin"); got != "DET" {
		t.Errorf("%s without the tags of verbs", got)
	}
}
