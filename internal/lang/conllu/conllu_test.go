package conllu

import (
	"strings"
	"testing"
)

const sample = "# newpar\n# sent_id = a-1\n# text = They don't go.\n" +
	"1\tThey\tthey\tPRON\tPRP\tCase=Nom\t4\tnsubj\t4:nsubj\tEntity=(1)\n" +
	"2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
	"2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_\n" +
	"3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n" +
	"3.1\tx\t_\t_\t_\t_\t_\t_\t4:dep\t_\n" +
	"4\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No\n" +
	"5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"

func TestRoundTrip(t *testing.T) {
	ss, err := Read(strings.NewReader(sample))
	if err != nil || len(ss) != 1 {
		t.Fatal(ss, err)
	}
	d := Doc(ss)
	if d.Text != "They don't go." || len(d.Tokens) != 5 {
		t.Fatalf("%q %d tokens", d.Text, len(d.Tokens))
	}
	for _, k := range d.Tokens {
		if d.Slice(k.Span) != k.Form {
			t.Errorf("%q is not %q", d.Slice(k.Span), k.Form)
		}
	}
	if d.Tokens[0].Head != 3 || d.Tokens[3].Head != -1 || d.Tokens[3].Deprel != "root" {
		t.Errorf("heads lost: %+v", d.Tokens)
	}
	Fill(ss, d)
	var b strings.Builder
	if err := Write(&b, ss); err != nil || b.String() != sample {
		t.Errorf("%v\n%s", err, b.String())
	}
	if back := FromDoc(d); len(back) != 1 || back[0].Rows[3][Misc] != "SpaceAfter=No" || back[0].Rows[1][Misc] != "SpaceAfter=No" {
		t.Errorf("%+v", back)
	}
}

func TestReadNamesTheLine(t *testing.T) {
	_, err := Read(strings.NewReader("# x\n1\tonly\n"))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n\n1\tb\t_\t_\t_\t_\t0\t_\t_\t_\n0\tc\t_\t_\t_\t_\t0\t_\t_\t_\n")
	f.Add("1-5\tab\t_\t_\t_\t_\t_\t_\t_\t_\n7\tc\t_\t_\t_\t_\t0\t_\t_\t_\n2\td\t_\t_\t_\t_\t0\t_\t_\t_\n")
	f.Fuzz(func(t *testing.T, s string) {
		ss, _ := Read(strings.NewReader(s))
		Fill(ss, Doc(ss))
		FromDoc(Doc(ss))
	})
}
