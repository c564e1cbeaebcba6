package en

import (
	"strings"
	"testing"
)

func TestLemma(t *testing.T) {
	verbs := `killed:kill denied:deny warned:warn accused:accuse planned:plan cancelled:cancel expelled:expel urged:urge said:say
pledging:pledge challenged:challenge created:create treated:treat executed:execute shouted:shout voted:vote invaded:invade
provided:provide raided:raid included:include captured:capture fired:fire required:require declared:declare appeared:appear restored:restore
monitored:monitor considered:consider examined:examine detained:detain postponed:postpone abandoned:abandon threatened:threaten
intervened:intervene claimed:claim blamed:blame assumed:assume revealed:reveal ruled:rule toppled:topple revoked:revoke looked:look
escaped:escape endorsed:endorse visiting:visit meets:meet denies:deny attacks:attack punishes:punish agreed:agree agreeing:agree fled:flee
negotiated:negotiate blockaded:blockade evacuating:evacuate withdrew:withdraw sanctioned:sanction freed:free releasing:release
protested:protest signed:sign boycotting:boycott beheaded:behead seized:seize banned:ban arrested:arrest occurred:occur conspired:conspire
recalled:recall recalling:recall extradited:extradite welcomed:welcome persuaded:persuade massacred:massacre installed:install strafed:strafe stoned:stone fuelled:fuel`
	for p := range strings.FieldsSeq(verbs) {
		form, want, _ := strings.Cut(p, ":")
		if got := Lemma(form, "VERB"); got != want {
			t.Errorf("%s: %s, want %s", form, got, want)
		}
	}
	for form, want := range map[string]string{"talks": "talk", "sanctions": "sanction", "countries": "country", "clashes": "clash", "bus": "bus", "crisis": "crisis"} {
		if got := Lemma(form, "NOUN"); got != want {
			t.Errorf("%s: %s, want %s", form, got, want)
		}
	}
}
